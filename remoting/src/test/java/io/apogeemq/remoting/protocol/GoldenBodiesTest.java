package io.apogeemq.remoting.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.json.CanonicalJson;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.protocol.admin.BrokerConsumeStats;
import io.apogeemq.remoting.protocol.admin.BrokerStatsData;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyResult;
import io.apogeemq.remoting.protocol.admin.ConsumeQueueRows;
import io.apogeemq.remoting.protocol.admin.ConsumeStats;
import io.apogeemq.remoting.protocol.admin.ConsumerRunningInfo;
import io.apogeemq.remoting.protocol.admin.ConsumerStatus;
import io.apogeemq.remoting.protocol.admin.PropertiesText;
import io.apogeemq.remoting.protocol.admin.ResetOffsetBody;
import io.apogeemq.remoting.protocol.group.ConsumerConnection;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupResponseBody;
import io.apogeemq.remoting.protocol.group.ProducerConnection;
import io.apogeemq.remoting.protocol.group.ProducerTable;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupConfigJson;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupTable;
import io.apogeemq.remoting.protocol.heartbeat.CheckClientConfigBody;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatData;
import io.apogeemq.remoting.protocol.lock.LockBatchRequestBody;
import io.apogeemq.remoting.protocol.lock.LockBatchResponseBody;
import io.apogeemq.remoting.protocol.namesrv.ClusterInfo;
import io.apogeemq.remoting.protocol.namesrv.KvTable;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.protocol.offset.ConsumerOffsetTable;
import io.apogeemq.remoting.protocol.offset.DelayOffsetTable;
import io.apogeemq.remoting.protocol.register.RegisterBrokerBody;
import io.apogeemq.remoting.protocol.register.RegisterBrokerRequestHeader;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.protocol.topic.TopicConfigJson;
import io.apogeemq.remoting.protocol.topic.TopicStatsTable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads bodies that peers really sent and writes them again: the meaning must stay. */
class GoldenBodiesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "008-j540-heartbeat-producer.req",
                "009-j540-heartbeat-consumer.req",
                "025-b540-heartbeat-consumer.req",
                "129-j540-heartbeat-v2-full.req",
                "130-j540-heartbeat-v2-without-sub.req"
            })
    void heartbeats(String frame) {
        assertKept(frame, HeartbeatData::fromJson);
    }

    @Test
    void routesInBothForms() {
        assertKept("001-j540-route-ok.resp", TopicRouteData::fromJson);
        byte[] old = Frames.golden("081-raw-route-old-version.resp").bodyBytes();

        assertArrayEquals(old, TopicRouteData.fromJson(old).toBareKeyJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "088-broker-register-full.req",
                "089-broker-register-incremental.req",
                "090-broker-register-slave.req"
            })
    void registrations(String frame) {
        RemotingCommand request = Frames.golden(frame);
        var header = RegisterBrokerRequestHeader.read(request.fields());

        assertEquals(header.bodyCrc32(), RegisterBrokerBody.crc32(request.bodyBytes()));
        assertKept(frame, body -> RegisterBrokerBody.read(body, request.version()));
    }

    @Test
    void compressedRegistrationThatSaysItIsNot() {
        RemotingCommand request = Frames.golden("131-broker-register-compressed-rejected.req");
        byte[] compressed = request.bodyBytes();

        RegisterBrokerBody body = RegisterBrokerBody.read(compressed, request.version());
        RegisterBrokerBody again =
                RegisterBrokerBody.read(body.toCompressed(request.version()), request.version());

        assertEquals(
                RegisterBrokerRequestHeader.read(request.fields()).bodyCrc32(),
                RegisterBrokerBody.crc32(compressed));
        assertTrue(body.topicTable().topics().size() > 1);
        assertEquals(body, again);
    }

    @Test
    void bareTopicTableOfOldBrokers() {
        byte[] full = Frames.golden("088-broker-register-full.req").bodyBytes();
        RegisterBrokerBody body = RegisterBrokerBody.read(full, 493);

        assertEquals(body, RegisterBrokerBody.read(body.topicTable().toJson(), 35));
    }

    @Test
    void groupsAndLocks() {
        assertKept("010-j540-consumer-list.resp", GetConsumerListByGroupResponseBody::fromJson);
        assertKept("015-j540-lock-batch.req", LockBatchRequestBody::fromJson);
        assertKept("015-j540-lock-batch.resp", LockBatchResponseBody::fromJson);
        assertKept("057-j540-check-client-config-ok.req", CheckClientConfigBody::fromJson);
        assertKept("108-admin-consumer-connection.resp", ConsumerConnection::fromJson);
        assertKept("110-admin-producer-connection.resp", ProducerConnection::fromJson);
        assertKept("111-admin-all-producers.resp", ProducerTable::fromJson);
        assertKept("105-admin-get-all-subgroups.resp", SubscriptionGroupTable::fromJson);
        assertKept(
                "104-admin-update-subgroup.req",
                body ->
                        SubscriptionGroupConfigJson.body(
                                SubscriptionGroupConfigJson.fromJson(body)));
    }

    @Test
    void nameServerBodies() {
        assertKept("092-admin-cluster-list.resp", ClusterInfo::fromJson);
        assertKept("093-admin-topic-list-ns.resp", TopicList::fromJson);
        assertKept("088-broker-register-full.resp", KvTable::fromJson);
    }

    @Test
    void administrationBodies() {
        assertKept("094-admin-topic-stats.resp", TopicStatsTable::fromJson);
        assertKept(
                "097-admin-get-topic-config.resp",
                body -> TopicConfigJson.body(TopicConfigJson.fromJson(body)));
        assertKept("107-admin-consume-stats.resp", ConsumeStats::fromJson);
        assertKept("112-admin-consumer-running-info.resp", ConsumerRunningInfo::fromJson);
        assertKept("113-admin-broker-consume-stats.resp", BrokerConsumeStats::fromJson);
        assertKept("114-admin-view-stats.resp", BrokerStatsData::fromJson);
        assertKept("115-admin-broker-runtime.resp", KvTable::fromJson);
        assertKept("120-admin-reset-offset.resp", ResetOffsetBody::fromJson);
        assertKept("121-admin-query-cq.resp", ConsumeQueueRows::fromJson);
        assertKept("133-push-reset-offset.req", ResetOffsetBody::fromJson);
        assertKept("134-push-consumer-status.resp", ConsumerStatus::fromJson);
        assertKept("135-admin-consumer-status.resp", ConsumerStatus::fromJson);
        assertKept("136-push-consume-directly.resp", ConsumeMessageDirectlyResult::fromJson);
        assertKept("139-slave-delay-offsets.resp", DelayOffsetTable::fromJson);
    }

    @Test
    void offsetsOfEveryGroup() {
        byte[] body = Frames.golden("138-slave-consumer-offsets.resp").bodyBytes();

        ConsumerOffsetTable table = ConsumerOffsetTable.fromJson(body);

        assertEquals(4L, table.offsetTable().get("GoldenTopicR5@CGL_goldenR5").get(0));
        assertEquals(table, ConsumerOffsetTable.fromJson(table.toJson()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"116-admin-get-broker-config.resp", "117-admin-get-namesrv-config.resp"})
    void settings(String frame) {
        byte[] body = Frames.golden(frame).bodyBytes();

        assertEquals(
                new String(body, StandardCharsets.UTF_8),
                new String(
                        PropertiesText.write(PropertiesText.read(body)), StandardCharsets.UTF_8));
    }

    private static void assertKept(String frame, Function<byte[], JsonBody> reader) {
        byte[] body = Frames.golden(frame).bodyBytes();

        assertEquals(CanonicalJson.of(body), CanonicalJson.of(reader.apply(body).toJson()), frame);
    }
}
