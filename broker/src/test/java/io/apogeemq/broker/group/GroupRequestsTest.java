package io.apogeemq.broker.group;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.broker.RecordedFrames;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupResponseBody;
import io.apogeemq.remoting.protocol.group.QueryAssignmentRequestBody;
import io.apogeemq.remoting.protocol.group.QueryAssignmentResponseBody;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatData;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.protocol.heartbeat.UnregisterClientRequestHeader;
import io.apogeemq.remoting.protocol.lock.LockBatchRequestBody;
import io.apogeemq.remoting.protocol.lock.LockBatchResponseBody;
import io.apogeemq.remoting.protocol.topic.GetTopicConfigRequestHeader;
import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.server.ProcessorTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers connect, find each other and lock queues: over sockets, with the peer's own frames. */
class GroupRequestsTest {
    private static final String GROUP = "CG_goldenJ5"; // of the recorded frames

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
    void answersARecordedHeartbeatAsThePeerDid() {
        Answer answer = broker.call(RecordedFrames.request("009-j540-heartbeat-consumer"));

        assertEquals(0, answer.code());
        assertEquals(
                Map.of("IS_SUPPORT_HEART_BEAT_V2", "true", "IS_SUB_CHANGE", "true"),
                answer.fields());
    }

    @Test
    void listsAConsumerAsThePeerDid() {
        broker.call(RecordedFrames.request("009-j540-heartbeat-consumer"));

        Answer answer = broker.call(RecordedFrames.request("010-j540-consumer-list"));

        assertEquals(
                GetConsumerListByGroupResponseBody.fromJson(
                        RecordedFrames.response("010-j540-consumer-list").bodyBytes()),
                GetConsumerListByGroupResponseBody.fromJson(answer.body()));
    }

    @Test
    void saysThatNobodyIsInAGroup() {
        Answer answer = broker.call(RecordedFrames.request("059-j540-consumer-list-none"));

        assertEquals(ResponseCode.SYSTEM_ERROR, answer.code());
        assertEquals("no consumer for this group, CGR_goldenJ5", answer.remark());
    }

    @Test
    void makesTheRetryTopicOfAGroupWithItsFirstHeartbeat() {
        broker.call(RecordedFrames.request("009-j540-heartbeat-consumer"));

        await().until(
                        () ->
                                broker.call(
                                                        RequestCode.GET_TOPIC_CONFIG,
                                                        new GetTopicConfigRequestHeader(
                                                                "%RETRY%" + GROUP, false))
                                                .code()
                                        == 0);
    }

    @Test
    void goesOnWithoutSubscriptionsWhenTheFingerprintIsKnown() {
        Answer full = broker.call(RecordedFrames.request("129-j540-heartbeat-v2-full"));
        Answer brief = broker.call(RecordedFrames.request("130-j540-heartbeat-v2-without-sub"));

        assertEquals("false", full.fields().get("IS_SUB_CHANGE"));
        assertEquals("false", brief.fields().get("IS_SUB_CHANGE"));
    }

    @Test
    void asksForTheFullFormAfterARestart() {
        broker.call(RecordedFrames.request("129-j540-heartbeat-v2-full"));
        broker.restart();

        Answer answer = broker.call(RecordedFrames.request("130-j540-heartbeat-v2-without-sub"));

        assertEquals("true", answer.fields().get("IS_SUB_CHANGE"));
    }

    @Test
    void tellsTheOthersWhenAMemberComesAndWhenItsConnectionCloses() throws Exception {
        BlockingQueue<String> notices = new LinkedBlockingQueue<>();
        ProcessorTable listening =
                ProcessorTable.builder()
                        .on(
                                RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
                                (request, reply) ->
                                        notices.add(
                                                request.fields().requireString("consumerGroup")))
                        .build();
        try (RemotingClient first = newClient(listening)) {
            heartbeat(first, "c1", MessageModel.CLUSTERING);
            notices.poll(5, TimeUnit.SECONDS); // of its own coming

            RemotingClient second = newClient(ProcessorTable.NONE);
            heartbeat(second, "c2", MessageModel.CLUSTERING);
            assertEquals("G", notices.poll(5, TimeUnit.SECONDS));
            assertEquals(List.of("c1", "c2"), members("G"));

            second.close();
            assertEquals("G", notices.poll(5, TimeUnit.SECONDS));
            assertEquals(List.of("c1"), members("G"));
        }
    }

    @Test
    void removesAClientThatUnregisters() {
        broker.call(RecordedFrames.request("009-j540-heartbeat-consumer"));

        Answer answer =
                broker.call(
                        RequestCode.UNREGISTER_CLIENT,
                        new UnregisterClientRequestHeader("192.0.2.2@push", "", GROUP));

        assertEquals(0, answer.code());
        assertEquals(
                ResponseCode.SYSTEM_ERROR,
                broker.call(RecordedFrames.request("010-j540-consumer-list")).code());
    }

    @Test
    void refusesABodyThatIsNotAHeartbeat() {
        byte[] garbage = "{\"clientID\":".getBytes(StandardCharsets.UTF_8);

        Answer answer =
                broker.call(
                        RemotingCommand.request(
                                RequestCode.HEART_BEAT, CommandHeader.EMPTY, garbage));

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
    }

    @Test
    void locksForOneClientAtATimeAsThePeerDid() {
        broker.createTopic("GoldenOrderJ5", 2, 6);

        Answer answer = broker.call(RecordedFrames.request("015-j540-lock-batch"));
        LockBatchResponseBody other = lock("CGO_goldenJ5", "other", "GoldenOrderJ5", 1);

        assertEquals(
                LockBatchResponseBody.fromJson(
                        RecordedFrames.response("015-j540-lock-batch").bodyBytes()),
                LockBatchResponseBody.fromJson(answer.body()));
        assertEquals(List.of(), other.lockOkMqSet());
    }

    @Test
    void locksNoQueueThatIsNotHere() {
        broker.createTopic("T", 2, 6);

        assertEquals(1, lock("G", "c", "T", 1).lockOkMqSet().size());
        assertEquals(0, lock("G", "c", "T", 2).lockOkMqSet().size());
        assertEquals(0, lock("G", "c", "unknown", 0).lockOkMqSet().size());
        assertEquals(1, lock("G", "c", "%RETRY%G", 0).lockOkMqSet().size());
    }

    @Test
    void unlocksAsThePeerDid() {
        assertEquals(0, broker.call(RecordedFrames.request("071-j540-unlock-batch")).code());
    }

    @Test
    void refusesConditionsThatItCannotFilterBy() {
        Answer sql = broker.call(RecordedFrames.request("057-j540-check-client-config-ok"));

        assertEquals(ResponseCode.SYSTEM_ERROR, sql.code());
        assertTrue(sql.remark().contains("SQL92"), sql.remark());
    }

    @Test
    void letsAClientKeepItsQueuesWhileNoRouteIsKnown() {
        heartbeat(broker.client(), "c1", MessageModel.CLUSTERING);
        var asked = new QueryAssignmentRequestBody("T", "G", "c1", "AVG", MessageModel.CLUSTERING);

        Answer answer = call(RequestCode.QUERY_ASSIGNMENT, asked);

        assertEquals(0, answer.code());
        assertTrue(
                QueryAssignmentResponseBody.fromJson(answer.body())
                        .messageQueueAssignments()
                        .isEmpty());
    }

    private RemotingClient newClient(ProcessorTable processors) {
        return new RemotingClient(
                ClientConfig.DEFAULT, broker.loops(), processors, ConnectionListener.NONE);
    }

    private void heartbeat(RemotingClient client, String clientId, MessageModel model) {
        SubscriptionData all =
                new SubscriptionData("T", "*", SubscriptionData.TAG, 1, Set.of(), Set.of(), false);
        ConsumerData consumer =
                new ConsumerData(
                        "G",
                        ConsumeType.CONSUME_PASSIVELY,
                        model,
                        ConsumeFrom.CONSUME_FROM_LAST_OFFSET,
                        List.of(all),
                        false);
        HeartbeatData data = new HeartbeatData(clientId, List.of(), List.of(consumer), 0, false);
        RemotingCommand answer =
                BrokerFixture.get(
                        client.call(
                                broker.address(),
                                RemotingCommand.request(
                                        RequestCode.HEART_BEAT, CommandHeader.EMPTY, data.toJson()),
                                Duration.ofSeconds(10)));
        assertEquals(0, answer.code());
        answer.release();
    }

    private List<String> members(String group) {
        Answer answer =
                broker.call(
                        RequestCode.GET_CONSUMER_LIST_BY_GROUP,
                        new GetConsumerListByGroupRequestHeader(group));
        return GetConsumerListByGroupResponseBody.fromJson(answer.body()).consumerIdList();
    }

    private LockBatchResponseBody lock(String group, String clientId, String topic, int queueId) {
        MessageQueue queue = new MessageQueue(topic, "brk-a", queueId);
        return LockBatchResponseBody.fromJson(
                call(
                                RequestCode.LOCK_BATCH_MQ,
                                new LockBatchRequestBody(group, clientId, List.of(queue), false))
                        .body());
    }

    private Answer call(int code, JsonBody body) {
        return broker.call(RemotingCommand.request(code, CommandHeader.EMPTY, body.toJson()));
    }
}
