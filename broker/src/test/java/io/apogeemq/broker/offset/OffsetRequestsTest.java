package io.apogeemq.broker.offset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.protocol.admin.ResetOffsetBody;
import io.apogeemq.remoting.protocol.admin.ResetOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.GetEarliestMsgStoretimeRequestHeader;
import io.apogeemq.remoting.protocol.offset.GetMinOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.QueryConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.SearchOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.SearchOffsetRequestHeader.Boundary;
import io.apogeemq.remoting.protocol.offset.UpdateConsumerOffsetRequestHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows about offsets of the peer's measured answers, over sockets. */
class OffsetRequestsTest {
    private static final int MESSAGES = 8;

    @TempDir Path directory;
    private BrokerFixture broker;

    @BeforeEach
    void startWithMessages() {
        broker = new BrokerFixture(directory);
        broker.createTopic("T", 2, 6);
        for (int i = 0; i < MESSAGES; i++) {
            broker.send("T", 0);
        }
        broker.awaitVisible("T", 0, MESSAGES);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void startsAGroupAtZeroOfAYoungQueue() {
        Answer answer = query("T", 0, true);

        assertEquals(0, answer.code());
        assertEquals(0, answer.number("offset"));
    }

    @Test
    void leavesTheStartToTheClientWhenItWantsNoZero() {
        Answer answer = query("T", 0, false);

        assertEquals(ResponseCode.QUERY_NOT_FOUND, answer.code());
        assertEquals("Not found, do not set to zero, maybe this group boot first", answer.remark());
    }

    @Test
    void knowsNoStartInAQueueWithoutMessagesOrAnUnknownTopic() {
        assertEquals(ResponseCode.QUERY_NOT_FOUND, query("T", 1, true).code());
        assertEquals(ResponseCode.QUERY_NOT_FOUND, query("unknown", 0, true).code());
    }

    @Test
    void storesWhatTheQueueHasAndRefusesTheRest() {
        assertEquals(0, commit("T", 0, 2).code());
        assertEquals(0, commit("T", 0, 1).code());
        assertEquals(ResponseCode.INVALID_PARAMETER, commit("T", 0, 999_999).code());
        assertEquals(ResponseCode.INVALID_PARAMETER, commit("T", 0, -5).code());
        assertEquals(ResponseCode.INVALID_PARAMETER, commit("T", 77, 0).code());

        assertEquals(2, query("T", 0, true).number("offset"));
    }

    @Test
    void refusesACommitForWhatDoesNotExist() {
        Answer topic = commit("CdNone", 0, 0);
        Answer group =
                broker.call(
                        RequestCode.UPDATE_CONSUMER_OFFSET,
                        new UpdateConsumerOffsetRequestHeader("bad.group", "T", 0, 0));

        assertEquals(ResponseCode.TOPIC_NOT_EXIST, topic.code());
        assertEquals("Topic CdNone not exist!", topic.remark());
        assertEquals(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, group.code());
    }

    @Test
    void keepsOffsetsOverARestart() {
        commit("T", 0, 5);

        broker.restart();

        assertEquals(5, query("T", 0, false).number("offset"));
    }

    /** Invariant of the architecture: no position outlives the log. */
    @Test
    void deliversWhatIsStoredAfterTheLogEndedBeforeAGroupsOffset() throws IOException {
        commit("T", 0, 5);
        broker.close();
        Path file;
        try (Stream<Path> paths = Files.walk(directory)) {
            file =
                    paths.filter(path -> path.endsWith("consumerOffset.json"))
                            .findFirst()
                            .orElseThrow();
        }
        String stored = Files.readString(file);
        Files.writeString(file, stored.replace("\"0\":5", "\"0\":229"));

        broker = new BrokerFixture(directory);
        broker.send("T", 0);

        long start = query("T", 0, false).number("offset");
        assertEquals(MESSAGES, start);
        assertEquals(0, broker.pullStored("T", 0, start).code());
    }

    @Test
    void saysWhereQueuesBeginAndEnd() {
        assertEquals(MESSAGES, broker.maxOffset("T", 0));
        assertEquals(0, broker.maxOffset("unknown", 0));
        Answer min = broker.call(RequestCode.GET_MIN_OFFSET, new GetMinOffsetRequestHeader("T", 0));
        assertEquals(0, min.number("offset"));
    }

    @Test
    void findsOffsetsByTime() {
        assertEquals(0, search(0));
        assertEquals(MESSAGES, search(System.currentTimeMillis() + 3_600_000));
        Answer earliest =
                broker.call(
                        RequestCode.GET_EARLIEST_MSG_STORETIME,
                        new GetEarliestMsgStoretimeRequestHeader("T", 0));
        assertTrue(earliest.number("timestamp") > 0);
        assertEquals(
                -1,
                broker.call(
                                RequestCode.GET_EARLIEST_MSG_STORETIME,
                                new GetEarliestMsgStoretimeRequestHeader("T", 1))
                        .number("timestamp"));
    }

    @Test
    void resetsAGroupThatIsNotConnectedAndTellsItsNextPullOnce() {
        commit("T", 0, 6);
        broker.call(
                RequestCode.UPDATE_CONSUMER_OFFSET,
                new UpdateConsumerOffsetRequestHeader("CG", "T", 0, 6));

        Answer answer =
                broker.call(
                        RequestCode.INVOKE_BROKER_TO_RESET_OFFSET,
                        new ResetOffsetRequestHeader("T", "CG", -1, -1, 0, true));

        assertEquals(0, answer.code());
        var table = ResetOffsetBody.fromJson(answer.body()).offsetTable();
        assertEquals(0, table.get(new MessageQueue("T", "brk-a", 0)));
        assertEquals(2, table.size());
        Answer told = broker.pull("T", 0, 6);
        assertEquals(ResponseCode.PULL_OFFSET_MOVED, told.code());
        assertEquals(0, told.number("nextBeginOffset"));
        assertEquals(0, broker.pull("T", 0, 0).code());
    }

    @Test
    void goesForwardByResetOnlyWithForce() {
        commit("T", 0, 2);

        var gentle = new ResetOffsetRequestHeader("T", "G", 0, 5, -1, false);
        var forced = new ResetOffsetRequestHeader("T", "G", 0, 5, -1, true);
        var outside = new ResetOffsetRequestHeader("T", "G", 0, MESSAGES + 1, -1, true);

        assertEquals(0, broker.call(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET, gentle).code());
        assertEquals(2, query("T", 0, false).number("offset"));
        assertEquals(0, broker.call(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET, forced).code());
        assertEquals(5, query("T", 0, false).number("offset"));
        assertEquals(
                ResponseCode.SYSTEM_ERROR,
                broker.call(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET, outside).code());
    }

    private Answer query(String topic, int queueId, boolean setZero) {
        return broker.call(
                RequestCode.QUERY_CONSUMER_OFFSET,
                new QueryConsumerOffsetRequestHeader("G", topic, queueId, setZero));
    }

    private Answer commit(String topic, int queueId, long offset) {
        return broker.call(
                RequestCode.UPDATE_CONSUMER_OFFSET,
                new UpdateConsumerOffsetRequestHeader("G", topic, queueId, offset));
    }

    private long search(long timestamp) {
        return broker.call(
                        RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
                        new SearchOffsetRequestHeader("T", 0, timestamp, Boundary.LOWER))
                .number("offset");
    }
}
