package io.apogeemq.broker.admin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.broker.RecordedFrames;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.MessageId;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyRequestHeader;
import io.apogeemq.remoting.protocol.admin.ConsumeStats;
import io.apogeemq.remoting.protocol.admin.GetConsumeStatsRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetConsumerRunningInfoRequestHeader;
import io.apogeemq.remoting.protocol.admin.PropertiesText;
import io.apogeemq.remoting.protocol.admin.QueryTopicConsumeByWhoRequestHeader;
import io.apogeemq.remoting.protocol.admin.QueryTopicsByConsumerRequestHeader;
import io.apogeemq.remoting.protocol.admin.ViewBrokerStatsDataRequestHeader;
import io.apogeemq.remoting.protocol.group.DeleteSubscriptionGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetAllSubscriptionGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetSubscriptionGroupConfigRequestHeader;
import io.apogeemq.remoting.protocol.group.GroupList;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupConfigJson;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupTable;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.protocol.offset.UpdateConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.query.ViewMessageRequestHeader;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tools ask, compared with what the peer answered them. */
class AdminRequestsTest {
    @TempDir Path directory;
    private BrokerFixture broker;

    @BeforeEach
    void start() {
        broker = new BrokerFixture(directory);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void hasTheRowsThatClusterListPrints() {
        Answer answer = broker.call(RecordedFrames.request("115-admin-broker-runtime"));

        Map<String, String> rows = KvTable.fromJson(answer.body()).table();
        for (String row :
                List.of(
                        "brokerVersionDesc",
                        "putTps",
                        "getTransferredTps",
                        "sendThreadPoolQueueSize",
                        "pullThreadPoolQueueSize",
                        "ackThreadPoolQueueSize",
                        "sendThreadPoolQueueHeadWaitTimeMills",
                        "pullThreadPoolQueueHeadWaitTimeMills",
                        "msgPutTotalYesterdayMorning",
                        "msgPutTotalTodayMorning",
                        "msgPutTotalTodayNow",
                        "msgGetTotalTodayNow",
                        "earliestMessageTimeStamp",
                        "commitLogDiskRatio",
                        "pageCacheLockTimeMills",
                        "brokerActive",
                        "timerReadBehind",
                        "timerOffsetBehind",
                        "timerCongestNum",
                        "timerEnqueueTps",
                        "timerDequeueTps")) {
            assertTrue(rows.containsKey(row), row);
        }
        assertEquals(3, rows.get("putTps").split(" ").length);
        assertTrue(Double.parseDouble(rows.get("commitLogDiskRatio")) < 1.0);
    }

    @Test
    void showsSettingsAsSortedLines() {
        Answer answer = broker.call(RecordedFrames.request("116-admin-get-broker-config"));

        assertEquals("brk-a", PropertiesText.read(answer.body()).get("brokerName"));
        assertTrue(answer.fields().get("version").contains("\"counter\":0"));
    }

    @Test
    void changesASettingWhileItRuns() {
        Answer answer = configure("autoCreateSubscriptionGroup=false\n");

        assertEquals(0, answer.code());
        assertEquals(
                ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, commit("newcomer", "T", 0, 0).code());
    }

    @Test
    void refusesSettingsThatItDoesNotKnowOrMustNotTake() {
        assertEquals(ResponseCode.INVALID_PARAMETER, configure("autoCreateTopicsEnable=1").code());

        Answer denied =
                broker.call(RecordedFrames.request("119-admin-update-broker-config-denied"));
        RemotingCommand peers = RecordedFrames.response("119-admin-update-broker-config-denied");
        assertEquals(peers.code(), denied.code());
        assertEquals(peers.remark(), denied.remark());
    }

    @Test
    void createsShowsAndDeletesAGroup() {
        Answer created = broker.call(RecordedFrames.request("104-admin-update-subgroup"));
        assertEquals(0, created.code());

        Answer shown = show("AdmGroup");
        assertEquals("AdmGroup", SubscriptionGroupConfigJson.fromJson(shown.body()).groupName());
        broker.restart();
        assertEquals(0, show("AdmGroup").code());

        Answer deleted =
                broker.call(
                        RequestCode.DELETE_SUBSCRIPTIONGROUP,
                        new DeleteSubscriptionGroupRequestHeader("AdmGroup", true));
        assertEquals(0, deleted.code());
        assertEquals(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, show("AdmGroup").code());
    }

    @Test
    void refusesAGroupNameThatNoFileMayHave() {
        byte[] body = "{\"groupName\":\"../G\"}".getBytes(StandardCharsets.UTF_8);

        Answer answer =
                broker.call(
                        RemotingCommand.request(
                                RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP,
                                CommandHeader.EMPTY,
                                body));

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
    }

    @Test
    void givesGroupsPageByPage() {
        Answer all = broker.call(RecordedFrames.request("105-admin-get-all-subgroups"));
        int total = (int) all.number("totalGroupNum");

        Answer page =
                broker.call(
                        RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG,
                        new GetAllSubscriptionGroupRequestHeader(total - 2, 10, ""));

        assertEquals(total, SubscriptionGroupTable.fromJson(all.body()).groups().size());
        assertEquals(2, SubscriptionGroupTable.fromJson(page.body()).groups().size());
        assertEquals(total, page.number("totalGroupNum"));
    }

    @Test
    void showsConnectedClientsWithTheMembersThatThePeerWrites() {
        broker.call(RecordedFrames.request("009-j540-heartbeat-consumer"));
        broker.call(RecordedFrames.request("008-j540-heartbeat-producer"));

        Answer producers = broker.call(RequestCode.GET_ALL_PRODUCER_INFO, CommandHeader.EMPTY);

        byte[] peers = RecordedFrames.response("111-admin-all-producers").bodyBytes();
        for (String name :
                List.of("data", "clientId", "language", "lastUpdateTimestamp", "remoteIP")) {
            assertTrue(RecordedFrames.memberNames(peers).contains(name), name);
            assertTrue(RecordedFrames.memberNames(producers.body()).contains(name), name);
        }
    }

    @Test
    void saysThatAGroupIsNotConnectedAsThePeerDid() {
        Answer answer =
                broker.call(RecordedFrames.request("109-admin-consumer-connection-offline"));

        RemotingCommand peers = RecordedFrames.response("109-admin-consumer-connection-offline");
        assertEquals(peers.code(), answer.code());
        assertEquals(peers.remark(), answer.remark());
        assertEquals(
                "the producer group[PGH] not exist",
                broker.call(RecordedFrames.request("110-admin-producer-connection")).remark());
    }

    @Test
    void showsHowFarAGroupIs() {
        sendAndWait("HoldTopic", 3);
        commit("CGH", "HoldTopic", 0, 2);

        Answer answer = broker.call(RecordedFrames.request("107-admin-consume-stats"));

        var rows = ConsumeStats.fromJson(answer.body()).offsetTable();
        var first = rows.get(new MessageQueue("HoldTopic", "brk-a", 0));
        assertEquals(3, first.brokerOffset());
        assertEquals(2, first.consumerOffset());
        assertTrue(first.lastTimestamp() > 0);
        assertEquals(
                RecordedFrames.memberNames(
                        RecordedFrames.response("107-admin-consume-stats").bodyBytes()),
                RecordedFrames.memberNames(answer.body()));
    }

    @Test
    void saysWhoConsumesATopicAndWhatAGroupConsumes() {
        sendAndWait("T", 1);
        commit("offline", "T", 0, 1);

        Answer groups =
                broker.call(
                        RequestCode.QUERY_TOPIC_CONSUME_BY_WHO,
                        new QueryTopicConsumeByWhoRequestHeader("T"));
        Answer topics =
                broker.call(
                        RequestCode.QUERY_TOPICS_BY_CONSUMER,
                        new QueryTopicsByConsumerRequestHeader("offline"));

        assertEquals(List.of("offline"), GroupList.fromJson(groups.body()).groupList());
        assertEquals(List.of("T"), TopicList.fromJson(topics.body()).topicList());
        assertEquals(broker.address(), TopicList.fromJson(topics.body()).brokerAddr());
    }

    @Test
    void doesNotCountAQuestionAsProgress() {
        sendAndWait("T", 1);

        broker.call(
                RequestCode.GET_CONSUME_STATS, new GetConsumeStatsRequestHeader("asked", "T", ""));

        Answer groups =
                broker.call(
                        RequestCode.QUERY_TOPIC_CONSUME_BY_WHO,
                        new QueryTopicConsumeByWhoRequestHeader("T"));
        assertFalse(GroupList.fromJson(groups.body()).groupList().contains("asked"));
    }

    @Test
    void showsStatisticsOfATopicThatWasSentTo() {
        sendAndWait("T", 2);

        Answer known = viewStats("TOPIC_PUT_NUMS", "T");
        Answer unknown = viewStats("TOPIC_PUT_NUMS", "other");

        assertEquals(
                RecordedFrames.memberNames(
                        RecordedFrames.response("114-admin-view-stats").bodyBytes()),
                RecordedFrames.memberNames(known.body()));
        assertEquals(ResponseCode.SYSTEM_ERROR, unknown.code());
        assertEquals("The stats <TOPIC_PUT_NUMS> <other> not exist", unknown.remark());
    }

    @Test
    void findsAMessageOnlyWhereOneStarts() {
        sendAndWait("T", 2);

        assertEquals(0, view(0).code());
        MessageExt first = RecordDecoder.decode(ByteBuffer.wrap(view(0).body()));
        assertEquals("T", first.topic());
        for (long garbage : new long[] {7, -1, 99_999_999, Long.MAX_VALUE, Long.MIN_VALUE}) {
            Answer answer = view(garbage);
            assertEquals(ResponseCode.SYSTEM_ERROR, answer.code());
            assertTrue(
                    answer.remark().startsWith("look message by offset failed"), answer.remark());
        }
    }

    @Test
    void relaysAQuestionToTheClientAndItsAnswerBack() {
        byte[] info = "{\"jstack\":\"x\"}".getBytes(StandardCharsets.UTF_8);
        ProcessorTable answering =
                ProcessorTable.builder()
                        .on(
                                RequestCode.GET_CONSUMER_RUNNING_INFO,
                                (request, reply) ->
                                        reply.send(RemotingCommand.response(0, null, null, info)))
                        .on(
                                RequestCode.CONSUME_MESSAGE_DIRECTLY,
                                (request, reply) ->
                                        reply.send(
                                                RemotingCommand.response(
                                                        0, null, null, request.bodyBytes())))
                        .build();
        sendAndWait("T", 1);
        try (RemotingClient consumer =
                new RemotingClient(
                        ClientConfig.DEFAULT, broker.loops(), answering, ConnectionListener.NONE)) {
            BrokerFixture.get(
                            consumer.call(
                                    broker.address(),
                                    RecordedFrames.request("009-j540-heartbeat-consumer"),
                                    Duration.ofSeconds(10)))
                    .release();

            Answer running = runningInfo("192.0.2.2@push");
            Answer consumed =
                    broker.call(
                            RequestCode.CONSUME_MESSAGE_DIRECTLY,
                            new ConsumeMessageDirectlyRequestHeader(
                                    "CG_goldenJ5",
                                    "192.0.2.2@push",
                                    MessageId.text(new byte[] {127, 0, 0, 1}, 10911, 0),
                                    "",
                                    "T",
                                    0,
                                    0));

            assertArrayEquals(info, running.body());
            assertArrayEquals(view(0).body(), consumed.body());
        }
    }

    @Test
    void saysThatAClientIsNotConnected() {
        Answer answer = runningInfo("nobody");

        assertEquals(ResponseCode.SYSTEM_ERROR, answer.code());
        assertEquals("The Consumer <CG_goldenJ5> <nobody> not online", answer.remark());
    }

    private void sendAndWait(String topic, int messages) {
        broker.createTopic(topic, 4, 6);
        for (int i = 0; i < messages; i++) {
            assertEquals(0, broker.send(topic, 0).code());
        }
        await().until(() -> broker.pull(topic, 0, messages - 1).code() == 0);
    }

    private Answer configure(String lines) {
        return broker.call(
                RemotingCommand.request(
                        RequestCode.UPDATE_BROKER_CONFIG,
                        CommandHeader.EMPTY,
                        lines.getBytes(StandardCharsets.UTF_8)));
    }

    private Answer commit(String group, String topic, int queueId, long offset) {
        return broker.call(
                RequestCode.UPDATE_CONSUMER_OFFSET,
                new UpdateConsumerOffsetRequestHeader(group, topic, queueId, offset));
    }

    private Answer show(String group) {
        return broker.call(
                RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG,
                new GetSubscriptionGroupConfigRequestHeader(group));
    }

    private Answer view(long physicalOffset) {
        return broker.call(
                RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageRequestHeader("", physicalOffset));
    }

    private Answer viewStats(String name, String key) {
        return broker.call(
                RequestCode.VIEW_BROKER_STATS_DATA,
                new ViewBrokerStatsDataRequestHeader(name, key));
    }

    private Answer runningInfo(String clientId) {
        return broker.call(
                RequestCode.GET_CONSUMER_RUNNING_INFO,
                new GetConsumerRunningInfoRequestHeader("CG_goldenJ5", clientId, false));
    }
}
