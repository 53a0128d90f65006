package io.apogeemq.broker.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatData;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.protocol.offset.QueryConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pull rows of the table of measured answers, with our answers where they differ. */
class PullAnswersTest {
    private static final int MESSAGES = 8;

    @TempDir static Path directory;
    private static BrokerFixture broker;

    @BeforeAll
    static void start() {
        broker = new BrokerFixture(directory);
        broker.createTopic("CdA", 2, 6);
        broker.createTopic("CdWO", 1, 2);
        for (int i = 0; i < MESSAGES; i++) {
            broker.send("CdA", 0, i % 2 == 0 ? "TAGS\1even\2" : "TAGS\1odd\2");
        }
        broker.awaitVisible("CdA", 0, MESSAGES);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void givesMessagesInOrderWithTheBoundsOfTheQueue() {
        Answer answer = broker.pull("CdA", 0, 0);

        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertEquals("FOUND", answer.remark());
        assertEquals(MESSAGES, answer.number("nextBeginOffset"));
        assertEquals(0, answer.number("minOffset"));
        assertEquals(MESSAGES, answer.number("maxOffset"));
        assertEquals(0, answer.number("suggestWhichBrokerId"));
        assertEquals(0, answer.number("topicSysFlag"));
        assertEquals(0, answer.number("groupSysFlag"));
        List<MessageExt> messages = answer.messages();
        for (int i = 0; i < MESSAGES; i++) {
            assertEquals(i, messages.get(i).queueOffset());
        }
    }

    @Test
    void givesNoMoreThanIsAskedForAndAtLeastOne() {
        PullMessageRequestHeader asked =
                header("CdA", 0, 0, PullSysFlag.SUBSCRIPTION, 3, 1_000_000);
        PullMessageRequestHeader fewBytes = header("CdA", 0, 2, PullSysFlag.SUBSCRIPTION, 32, 1);

        Answer three = broker.call(RequestCode.PULL_MESSAGE, asked);
        Answer one = broker.call(RequestCode.PULL_MESSAGE, fewBytes);

        assertEquals(3, three.messages().size());
        assertEquals(3, three.number("nextBeginOffset"));
        assertEquals(1, one.messages().size());
        assertEquals(3, one.number("nextBeginOffset"));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, 0, -1})
    void doesNotBelieveWildNumbers(int number) {
        PullMessageRequestHeader wild =
                header("CdA", 0, 0, PullSysFlag.SUBSCRIPTION, number, number);

        Answer answer = broker.call(RequestCode.PULL_MESSAGE, wild);

        assertEquals(ResponseCode.SUCCESS, answer.code());
    }

    @Test
    void passesByMessagesWithOtherTags() {
        Answer some = broker.pull("CdA", 0, 0, "odd || other");
        Answer none = broker.pull("CdA", 0, 0, "nosuch");

        assertEquals(MESSAGES / 2, some.messages().size());
        assertEquals(MESSAGES, some.number("nextBeginOffset"));
        assertEquals(ResponseCode.PULL_RETRY_IMMEDIATELY, none.code());
        assertEquals("NO_MATCHED_MESSAGE", none.remark());
        assertEquals(MESSAGES, none.number("nextBeginOffset"));
        assertEquals(MESSAGES, none.number("maxOffset"));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 8, 19, OFFSET_OVERFLOW_ONE, 8, 8",
        "0, 9, 21, OFFSET_OVERFLOW_BADLY, 8, 8",
        "0, 1008, 21, OFFSET_OVERFLOW_BADLY, 8, 8",
        "0, -1, 21, OFFSET_TOO_SMALL, 0, 8",
        "1, 0, 19, NO_MESSAGE_IN_QUEUE, 0, 0",
        "1, 5, 21, NO_MESSAGE_IN_QUEUE, 0, 0"
    })
    void saysWhereToGoOnWhenNothingIsThere(
            int queueId, long offset, int code, String remark, long next, long max) {
        Answer answer = broker.pull("CdA", queueId, offset);

        assertEquals(code, answer.code());
        assertEquals(remark, answer.remark());
        assertEquals(next, answer.number("nextBeginOffset"));
        assertEquals(0, answer.number("minOffset"));
        assertEquals(max, answer.number("maxOffset"));
    }

    @ParameterizedTest
    @ValueSource(ints = {9, -1})
    void refusesAQueueTheTopicDoesNotHave(int queueId) {
        Answer answer = broker.pull("CdA", queueId, 0);

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
        assertTrue(
                answer.remark()
                        .startsWith(
                                "queueId["
                                        + queueId
                                        + "] is illegal, topic:[CdA] topicConfig.readQueueNums:[2]"),
                answer.remark());
    }

    @Test
    void refusesAnUnknownTopic() {
        Answer answer = broker.pull("CdNone", 0, 0);

        assertEquals(ResponseCode.TOPIC_NOT_EXIST, answer.code());
        assertEquals("topic[CdNone] not exist, apply first please! ", answer.remark());
    }

    @Test
    void refusesATopicWithoutReadPermissionAndSaysWhoForbidsIt() {
        Answer answer = broker.pull("CdWO", 0, 0);

        assertEquals(ResponseCode.NO_PERMISSION, answer.code());
        assertTrue(answer.remark().startsWith("the topic[CdWO] pulling message is forbidden"));
        assertEquals(3, answer.number("forbiddenType"));
    }

    @Test
    void refusesAGroupThatIsNotConnectedAndBringsNoSubscription() {
        Answer answer = broker.call(RequestCode.PULL_MESSAGE, header("CdA", 0, 0, 0, 32, 1000));

        assertEquals(ResponseCode.SUBSCRIPTION_NOT_EXIST, answer.code());
        assertEquals("the consumer's group info not exist", answer.remark());
    }

    @Test
    void refusesAnExpressionWithoutATag() {
        Answer answer = broker.pull("CdA", 0, 0, "||");

        assertEquals(ResponseCode.SUBSCRIPTION_PARSE_FAILED, answer.code());
        assertTrue(answer.remark().startsWith("parse the consumer's subscription failed"));
    }

    @ParameterizedTest
    @CsvSource({"SQL92, a = 6", "SQL92, a =", "FOO, x"})
    void refusesFiltersItDoesNotHave(String type, String expression) {
        Answer answer =
                broker.call(
                        RequestCode.PULL_MESSAGE,
                        BrokerFixture.pullHeader("CdA", 0, 0, type, expression));

        assertEquals(ResponseCode.SYSTEM_ERROR, answer.code());
        assertEquals(
                "The broker does not support consumer to filter message by " + type,
                answer.remark());
    }

    @Test
    void refusesAnIllegalGroupName() {
        PullMessageRequestHeader pull =
                new PullMessageRequestHeader(
                        "bad.group", "CdA", 0, 0, 32, 4, 0, 0, "*", 0, "TAG", 1000, -1, "");

        Answer answer = broker.call(RequestCode.PULL_MESSAGE, pull);

        assertEquals(ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, answer.code());
        assertTrue(
                answer.remark().startsWith("subscription group [bad.group] does not exist, "),
                answer.remark());
    }

    @Test
    void namesTheFieldThatIsMissing() {
        Answer answer = broker.call(RequestCode.PULL_MESSAGE, CommandHeader.EMPTY);

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
        assertTrue(answer.remark().contains("'consumerGroup'"), answer.remark());
    }

    @Test
    void servesLitePulls() {
        Answer answer =
                broker.call(
                        RequestCode.LITE_PULL_MESSAGE,
                        header("CdA", 0, 0, PullSysFlag.SUBSCRIPTION, 32, 1000));

        assertEquals(ResponseCode.SUCCESS, answer.code());
    }

    @Test
    void filtersByWhatTheGroupsHeartbeatsSay() {
        heartbeat("Beat", "CdA", "odd", 7);

        Answer known = broker.call(RequestCode.PULL_MESSAGE, beat("CdA", 7, 0, 0));
        Answer newer = broker.call(RequestCode.PULL_MESSAGE, beat("CdA", 8, 0, 0));
        Answer other = broker.call(RequestCode.PULL_MESSAGE, beat("CdWO2", 7, 0, 0));

        assertEquals(MESSAGES / 2, known.messages().size());
        assertEquals(ResponseCode.SUBSCRIPTION_NOT_LATEST, newer.code());
        assertEquals("the consumer's subscription not latest", newer.remark());
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, other.code());
    }

    @Test
    void keepsTheOffsetThatAPullCommits() {
        heartbeat("Beat", "CdA", "*", 9);

        broker.call(RequestCode.PULL_MESSAGE, beat("CdA", 9, PullSysFlag.COMMIT_OFFSET, 5));

        Answer offset =
                broker.call(
                        RequestCode.QUERY_CONSUMER_OFFSET,
                        new QueryConsumerOffsetRequestHeader("Beat", "CdA", 0, false));
        assertEquals(5, offset.number("offset"));
    }

    private static PullMessageRequestHeader beat(
            String topic, long subVersion, int sysFlag, long commitOffset) {
        return new PullMessageRequestHeader(
                "Beat",
                topic,
                0,
                0,
                32,
                sysFlag,
                commitOffset,
                0,
                "",
                subVersion,
                "TAG",
                100_000,
                -1,
                "");
    }

    private static void heartbeat(String group, String topic, String tags, long version) {
        SubscriptionData subscription =
                new SubscriptionData(topic, tags, "TAG", version, Set.of(), Set.of(), false);
        ConsumerData consumer =
                new ConsumerData(
                        group,
                        ConsumeType.CONSUME_PASSIVELY,
                        MessageModel.CLUSTERING,
                        ConsumeFrom.CONSUME_FROM_LAST_OFFSET,
                        List.of(subscription),
                        false);
        HeartbeatData data = new HeartbeatData("client-1", List.of(), List.of(consumer), 0, false);
        broker.call(
                RemotingCommand.request(
                        RequestCode.HEART_BEAT, CommandHeader.EMPTY, data.toJson()));
    }

    private static PullMessageRequestHeader header(
            String topic, int queueId, long offset, int sysFlag, int maxNums, int maxBytes) {
        return new PullMessageRequestHeader(
                "CG", topic, queueId, offset, maxNums, sysFlag, 0, 0, "*", 0, "TAG", maxBytes, -1,
                "");
    }
}
