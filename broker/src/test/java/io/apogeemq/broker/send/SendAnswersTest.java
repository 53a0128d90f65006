package io.apogeemq.broker.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The send rows of the table of measured answers, with our answers where they differ. */
class SendAnswersTest {
    @TempDir static Path directory;
    private static BrokerFixture broker;

    @BeforeAll
    static void start() {
        broker = new BrokerFixture(directory);
        broker.createTopic("CdA", 2, 6);
        broker.createTopic("CdRO", 2, 4);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void countsTheQueueUpAndNamesTheRecord() {
        broker.createTopic("Count", 2, 6);

        Answer first = broker.send("Count", 0, "UNIQ_KEY\1ABC\2");
        Answer second = broker.send("Count", 0);

        assertEquals(ResponseCode.SUCCESS, first.code());
        assertEquals("", first.remark());
        assertEquals("0", first.fields().get("queueId"));
        assertEquals("0", first.fields().get("queueOffset"));
        assertEquals("ABC", first.fields().get("transactionId"));
        assertEquals("DefaultRegion", first.fields().get("MSG_REGION"));
        assertEquals("true", first.fields().get("TRACE_ON"));
        assertEquals(32, first.fields().get("msgId").length());
        assertEquals("1", second.fields().get("queueOffset"));
        assertTrue(second.fields().get("transactionId").length() >= 32, "a unique key was made");
    }

    @Test
    void takesTheOldFormWithLongNames() {
        Answer answer =
                broker.call(
                        RemotingCommand.request(
                                RequestCode.SEND_MESSAGE,
                                BrokerFixture.sendHeader("CdA", 1).asV1("KEYS\1k\2"),
                                new byte[] {1}));

        assertEquals(ResponseCode.SUCCESS, answer.code());
    }

    @Test
    void refusesAQueueTheTopicDoesNotHave() {
        Answer answer = broker.send("CdA", 7);

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
        assertTrue(
                answer.remark()
                        .startsWith(
                                "request queueId[7] is illegal, TopicConfig [topicName=CdA,"
                                        + " readQueueNums=2, writeQueueNums=2, perm=RW-,"),
                answer.remark());
        assertEquals(Map.of("MSG_REGION", "DefaultRegion", "TRACE_ON", "true"), answer.fields());
    }

    @Test
    void choosesAQueueWhenNoneIsNamed() {
        Answer answer = broker.send("CdA", -1);

        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertTrue(answer.number("queueId") >= 0 && answer.number("queueId") < 2);
    }

    @Test
    void refusesATopicWithoutWritePermission() {
        assertEquals(ResponseCode.NO_PERMISSION, broker.send("CdRO", 0).code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bad.name; The specified topic: bad.name, contains illegal characters",
                "' '; The specified topic is blank."
            })
    void refusesIllegalNames(String topic, String remark) {
        Answer answer = broker.send(topic, 0);

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
        assertTrue(answer.remark().startsWith(remark), answer.remark());
    }

    @Test
    void refusesATooLongName() {
        Answer answer = broker.send("n".repeat(128), 0);

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCHEDULE_TOPIC_XXXX",
                "RMQ_SYS_TRANS_HALF_TOPIC",
                "RMQ_SYS_TRANS_OP_HALF_TOPIC",
                "TRANS_CHECK_MAX_TIME_TOPIC",
                "OFFSET_MOVED_EVENT",
                "SELF_TEST_TOPIC",
                "rmq_sys_REVIVE_LOG_SampleCluster",
                "rmq_sys_wheel_timer",
                "TBW102",
                "%DLQ%CG",
                "%RETRY%CG"
            })
    void refusesTopicsThatTheBrokerInterprets(String topic) {
        Answer answer = broker.send(topic, 0);

        assertEquals(ResponseCode.NO_PERMISSION, answer.code());
        assertTrue(
                answer.remark().startsWith("Sending message to topic[" + topic + "] is forbidden"),
                answer.remark());
    }

    @Test
    void takesWhatAConsumerGivesBack() {
        Answer answer =
                broker.send("%RETRY%Giver", 0, "RETRY_TOPIC\1CdA\2RECONSUME_TIME\1" + "1\2");

        assertEquals(ResponseCode.SUCCESS, answer.code());
    }

    @Test
    void refusesWhatAConsumerOfAnUnknownGroupGivesBack() {
        Answer answer = broker.send("%RETRY%bad.group", 0, "RETRY_TOPIC\1CdA\2");

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
    }

    @Test
    void createsATopicFromTheTemplate() {
        Answer answer = broker.send("CdAuto", 3);

        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertEquals("3", answer.fields().get("queueId"));
    }

    @Test
    void tellsWhenThereIsNoTemplate() {
        SendMessageRequestHeader header =
                new SendMessageRequestHeader(
                        "PG", "CdNoDef", "NoSuchTemplate", 4, 0, 0, 1, 0, 0, false, -1, false, "");

        Answer answer = BrokerFixture.get(broker.sendAsync(header, "", new byte[1]));

        assertEquals(ResponseCode.TOPIC_NOT_EXIST, answer.code());
        assertTrue(
                answer.remark().startsWith("topic[CdNoDef] not exist, apply first please!"),
                answer.remark());
    }

    @Test
    void refusesAnEmptyBody() {
        assertEquals(ResponseCode.MESSAGE_ILLEGAL, broker.send("CdA", 0, "", new byte[0]).code());
    }

    @Test
    void takesTheLargestBodyAndRefusesOneByteMore() {
        int limit = BrokerFixture.MAX_MESSAGE_BYTES;

        assertEquals(ResponseCode.SUCCESS, broker.send("CdA", 0, "", new byte[limit]).code());

        Answer tooLarge = broker.send("CdA", 0, "", new byte[limit + 1]);
        assertEquals(ResponseCode.MESSAGE_ILLEGAL, tooLarge.code());
        assertTrue(
                tooLarge.remark()
                        .startsWith(
                                "the message is illegal, maybe msg body or properties length not"
                                        + " matched"),
                tooLarge.remark());
    }

    @ParameterizedTest
    @ValueSource(ints = {33_000, 32_767})
    void refusesPropertiesThatDoNotFitIntoARecord(int bytes) {
        Answer answer = broker.send("CdA", 0, "p\1" + "x".repeat(bytes - 3) + '\2');

        assertEquals(ResponseCode.MESSAGE_ILLEGAL, answer.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "DELAY; 99; 13",
                "DELAY; 1; 13",
                "DELAY; 0; 0",
                "DELAY; -3; 0",
                "DELAY; abc; 13",
                "TIMER_DELAY_SEC; 345600; 13",
                "TIMER_DELAY_MS; abc; 13",
                "TIMER_DELIVER_MS; 1000; 0",
                "TIMER_DELIVER_MS; 99999999999999; 13",
                "TRAN_MSG; true; 13",
                "TRAN_MSG; false; 0"
            })
    void refusesWhatItWouldHaveToDeliverLater(String name, String value, int code) {
        Answer answer = broker.send("CdA", 0, name + '\1' + value + '\2');

        assertEquals(code, answer.code());
    }

    @Test
    void refusesAHalfMessageByItsFlag() {
        SendMessageRequestHeader half =
                new SendMessageRequestHeader(
                        "PG", "CdA", "TBW102", 4, 0, 4, 1, 0, 0, false, -1, false, "");

        Answer answer = BrokerFixture.get(broker.sendAsync(half, "", new byte[1]));

        assertEquals(ResponseCode.MESSAGE_ILLEGAL, answer.code());
    }

    @Test
    void namesTheFieldThatIsMissing() {
        Answer answer = broker.call(RequestCode.SEND_MESSAGE_V2, CommandHeader.EMPTY);

        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code());
        assertTrue(answer.remark().contains("'a'"), answer.remark());
    }

    @ParameterizedTest
    @ValueSource(ints = {9999, RequestCode.CONSUMER_SEND_MSG_BACK, RequestCode.END_TRANSACTION})
    void saysThatARequestIsNotSupported(int code) {
        Answer answer = broker.call(code, CommandHeader.EMPTY);

        assertEquals(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, answer.code());
        assertEquals(" request type " + code + " not supported", answer.remark());
    }

    @Test
    void storesWhatBelongsThereAndNothingThatOnlyBrokersMayWrite() {
        broker.createTopic("Props", 1, 6);

        broker.send(
                "Props",
                0,
                "TAGS\1t\2POP_CK\1x\2INNER_NUM\1not-a-number\2INNER_BASE\1"
                        + "0\2own\1värde\2"
                        + "CLUSTER\1fake\2noValue\1\2\1noName\2INNER_MULTI_DISPATCH\1%LMQ%a,b\2"
                        + "KEYS\1k1 k2",
                "body".getBytes(StandardCharsets.UTF_8));

        MessageExt stored = broker.pullStored("Props", 0, 0).messages().get(0);
        Map<String, String> properties = Map.copyOf(stored.properties().asMap());
        assertEquals("body", new String(stored.body(), StandardCharsets.UTF_8));
        assertEquals("t", properties.get("TAGS"));
        assertEquals("värde", properties.get("own"));
        assertEquals("k1 k2", properties.get("KEYS"));
        assertEquals("SampleCluster", properties.get("CLUSTER"));
        assertEquals("DefaultRegion", properties.get("MSG_REGION"));
        assertEquals("true", properties.get("TRACE_ON"));
        assertTrue(properties.containsKey("UNIQ_KEY"));
        assertFalse(properties.containsKey("POP_CK"));
        assertFalse(properties.containsKey("INNER_NUM"));
        assertFalse(properties.containsKey("INNER_BASE"));
        assertFalse(properties.containsKey("INNER_MULTI_DISPATCH"));
        assertEquals(7, properties.size(), () -> properties.toString());
    }

    @Test
    void aOneWaySendIsStoredAndNotAnswered() {
        broker.createTopic("OneWay", 1, 6);

        broker.client()
                .oneway(
                        broker.address(),
                        RemotingCommand.request(
                                RequestCode.SEND_MESSAGE_V2,
                                BrokerFixture.sendHeader("OneWay", 0).asV2(""),
                                new byte[] {7}));

        Answer pulled = broker.pullStored("OneWay", 0, 0);
        assertEquals(1, pulled.messages().size());
    }
}
