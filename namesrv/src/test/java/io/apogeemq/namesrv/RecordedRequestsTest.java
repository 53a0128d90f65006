package io.apogeemq.namesrv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.namesrv.RawPeer.Frame;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.namesrv.ClusterInfo;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests recorded between Apache RocketMQ 5.4.0 (and a 4.9.8 client) and its name server, sent again
 * to ours: the answers have the shape of the recorded ones.
 */
class RecordedRequestsTest {
    private static final int OPAQUE = 424_242;

    @TempDir private Path home;
    private RunningNamesrv namesrv;
    private RawPeer peer;

    @BeforeEach
    void start() throws IOException {
        namesrv = new RunningNamesrv(home, Map.of());
        peer = new RawPeer(namesrv.port());
    }

    @AfterEach
    void stop() throws IOException {
        peer.close();
        namesrv.close();
    }

    /** Sends a recorded request under another number, and checks the answer's header. */
    private Frame replay(String name) throws IOException {
        Frame answer = peer.call(withOtherOpaque(RawPeer.golden(name + ".req")));
        JsonObject ours = WireJson.object(answer.header());
        JsonObject recorded = WireJson.object(recorded(name).header());
        assertEquals(recorded.requireInt("code"), ours.requireInt("code"), answer.header());
        assertEquals(recorded.requireInt("flag"), ours.requireInt("flag"));
        assertEquals(OPAQUE, ours.requireInt("opaque"));
        assertEquals(
                names(recorded.objectOrEmpty("extFields")), names(ours.objectOrEmpty("extFields")));
        return answer;
    }

    private static Set<String> names(JsonObject object) {
        return new TreeSet<>(object.toTexts().keySet());
    }

    private static Frame recorded(String name) {
        return Frame.ofRecorded(RawPeer.golden(name + ".resp"));
    }

    private static byte[] withOtherOpaque(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame);
        boolean isBinary = in.get(4) == 1;
        if (isBinary) { // int16 code, int8 language, int16 version, int32 opaque
            return in.putInt(8 + 5, OPAQUE).array();
        }
        int headerLength = in.getInt(4) & 0xFF_FFFF;
        String header = new String(frame, 8, headerLength, StandardCharsets.UTF_8);
        byte[] body = new byte[frame.length - 8 - headerLength];
        in.get(8 + headerLength, body);
        return RawPeer.frame(
                header.replaceAll("\"opaque\"\\s*:\\s*\\d+", "\"opaque\":" + OPAQUE), body);
    }

    private void registerTheRecordedBroker() throws IOException {
        replay("088-broker-register-full");
    }

    @Test
    void registersABrokerAndItsOneChangedTopic() throws IOException {
        registerTheRecordedBroker();

        replay("089-broker-register-incremental");

        assertEquals(4, namesrv.requireRoute("AdmTopic").queueDatas().get(0).readQueueNums());
    }

    @Test
    void tellsARecordedSlaveItsMasterAndTheOrderSettings() throws IOException {
        replay("100-admin-put-kv");
        registerTheRecordedBroker();

        Frame answer = replay("090-broker-register-slave");

        assertEquals(
                WireJson.object(recorded("090-broker-register-slave").header())
                        .requireObject("extFields")
                        .toTexts(),
                WireJson.object(answer.header()).requireObject("extFields").toTexts());
        assertEquals(Map.of("AdmTopic2", "brk-a:3"), KvTable.fromJson(bytes(answer)).table());
        replay("091-broker-unregister");
        assertEquals(
                1, namesrv.requireRoute("GoldenTopicJ5").brokerDatas().get(0).brokerAddrs().size());
    }

    private static byte[] bytes(Frame frame) {
        return frame.body().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void answersRouteRequestsOfAllRecordedClientsByteForByte() throws IOException {
        registerTheRecordedBroker();

        assertEquals(recorded("001-j540-route-ok").body(), replay("001-j540-route-ok").body());
        assertEquals(recorded("035-j498-route-ok").body(), replay("035-j498-route-ok").body());
        assertEquals(
                recorded("081-raw-route-old-version").body(),
                replay("081-raw-route-old-version").body());
    }

    @Test
    void answersARequestWithABinaryHeader() throws IOException {
        registerTheRecordedBroker();
        peer.send(withOtherOpaque(RawPeer.golden("021-b540-route-ok.req")));

        Frame answer = peer.receive();

        TopicRouteData route = TopicRouteData.fromJson(bytes(answer));
        assertEquals("brk-a", route.queueDatas().get(0).brokerName());
        assertEquals(
                TopicRouteData.fromJson(bytes(recorded("021-b540-route-ok"))).brokerDatas(),
                route.brokerDatas());
    }

    @Test
    void refusesAnUnknownTopic() throws IOException {
        Frame answer = replay("045-j540-route-unknown-topic");

        assertTrue(
                WireJson.object(answer.header())
                        .requireString("remark")
                        .startsWith(
                                "No topic route info in name server for the topic: GoldenTopicJ5"));
    }

    @Test
    void listsClustersAndTopics() throws IOException {
        registerTheRecordedBroker();

        Frame clusters = replay("092-admin-cluster-list");
        Frame topics = replay("093-admin-topic-list-ns");

        ClusterInfo recorded = ClusterInfo.fromJson(bytes(recorded("092-admin-cluster-list")));
        assertEquals(recorded, ClusterInfo.fromJson(bytes(clusters)));
        assertTrue(
                TopicList.fromJson(bytes(topics)).topicList().contains("RMQ_SYS_TRANS_HALF_TOPIC"));
    }

    @Test
    void keepsKeyValueConfiguration() throws IOException {
        replay("102-admin-get-kv-none");
        replay("100-admin-put-kv");

        String key = "{\"namespace\":\"ORDER_TOPIC_CONFIG\",\"key\":\"AdmTopic2\"}";
        Frame value =
                peer.call(
                        RawPeer.frame(
                                "{\"code\":101,\"flag\":0,\"language\":\"JAVA\",\"opaque\":1,"
                                        + "\"version\":493,\"extFields\":"
                                        + key
                                        + "}",
                                new byte[0]));

        assertEquals(
                "brk-a:3",
                WireJson.object(value.header()).requireObject("extFields").requireString("value"));
    }

    @Test
    void closesTheRecordedBrokerForWritingAndDeletesATopic() throws IOException {
        registerTheRecordedBroker();

        Frame wiped = replay("103-admin-wipe-write-perm");
        replay("099-admin-delete-topic-ns");

        int count =
                WireJson.object(wiped.header())
                        .requireObject("extFields")
                        .requireInt("wipeTopicCount");
        assertTrue(count > 40, "topics closed: " + count);
        assertEquals(4, namesrv.requireRoute("GoldenTopicJ5").queueDatas().get(0).perm());
    }

    @Test
    void showsItsSettingsAsSortedLines() throws IOException {
        Frame answer = replay("117-admin-get-namesrv-config");

        String[] lines = answer.body().split("\n");
        Set<String> sorted = new TreeSet<>(Set.of(lines));
        assertEquals(String.join("\n", sorted), String.join("\n", lines));
        assertTrue(answer.body().contains("\nlistenPort="), answer.body());
    }

    @Test
    void takesTheCompressedBodyWhoseHeaderSaysThatItIsNot() throws IOException {
        byte[] request =
                withOtherOpaque(RawPeer.golden("131-broker-register-compressed-rejected.req"));

        Frame answer = peer.call(request);

        assertEquals(
                ResponseCode.SUCCESS,
                WireJson.object(answer.header()).requireInt("code"),
                answer.header());
        assertEquals(1, namesrv.requireRoute("TBW102").queueDatas().size());
    }
}
