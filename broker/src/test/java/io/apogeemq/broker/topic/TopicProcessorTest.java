package io.apogeemq.broker.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.protocol.topic.CreateTopicRequestHeader;
import io.apogeemq.remoting.protocol.topic.GetTopicConfigRequestHeader;
import io.apogeemq.remoting.protocol.topic.TopicConfigJson;
import io.apogeemq.remoting.protocol.topic.TopicConfigList;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests about topics. */
class TopicProcessorTest {
    @TempDir static Path directory;
    private static BrokerFixture broker;

    @BeforeAll
    static void start() {
        broker = new BrokerFixture(directory);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static Answer update(String topic, int queues, int perm, String attributes) {
        return broker.call(
                RequestCode.UPDATE_AND_CREATE_TOPIC,
                new CreateTopicRequestHeader(
                        topic,
                        "TBW102",
                        queues,
                        queues,
                        perm,
                        "SINGLE_TAG",
                        0,
                        false,
                        attributes,
                        false));
    }

    private static TopicConfig config(String topic) {
        return TopicConfigJson.fromJson(
                broker.call(
                                RequestCode.GET_TOPIC_CONFIG,
                                new GetTopicConfigRequestHeader(topic, true))
                        .body());
    }

    @Test
    void createsAndChangesATopic() {
        assertEquals(ResponseCode.SUCCESS, update("T", 4, 6, "+message.type=FIFO").code());
        assertEquals(4, config("T").readQueueNums());
        assertEquals(Map.of("message.type", "FIFO"), config("T").attributes());

        assertEquals(ResponseCode.SUCCESS, update("T", 8, 4, "").code());

        assertEquals(8, config("T").writeQueueNums());
        assertEquals(4, config("T").perm());
        assertEquals(Map.of("message.type", "FIFO"), config("T").attributes());
        assertEquals(ResponseCode.SUCCESS, update("T", 8, 6, "-message.type").code());
        assertEquals(Map.of(), config("T").attributes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Bad@Topic; 4; 6; ''; 29; The specified topic: Bad@Topic, contains illegal characters",
                "' '; 4; 6; ''; 29; The specified topic is blank.",
                "TBW102; 4; 6; ''; 29; The topic[TBW102] is conflict with system topic.",
                "brk-a; 4; 6; ''; 29; The topic[brk-a] is conflict with system topic.",
                "SampleCluster; 4; 6; ''; 29; The topic[SampleCluster] is conflict",
                "rmq_sys_x; 4; 6; ''; 29; The topic[rmq_sys_x] is conflict with system topic.",
                "N; 0; 6; ''; 29; readQueueNums '0' is illegal",
                "N; 65537; 6; ''; 29; readQueueNums '65537' is illegal",
                "N; 4; 8; ''; 29; perm '8' of topic 'N' is illegal",
                "N; 4; 6; -message.type; 1; topic attribute 'message.type' cannot be removed",
                "N; 4; 6; +colour=red; 1; topic attribute 'colour' is not known",
                "N; 4; 6; +message.type=X; 1; topic attribute 'message.type' is 'X'",
                "N; 4; 6; message.type=FIFO; 1; topic attribute 'message.type' must begin with",
                "N; 4; 6; +queue.type=BatchCQ; 1; topic attribute 'queue.type' is 'BatchCQ'",
                "N; 4; 6; '+reserve.time=1,+reserve.time=2'; 1; topic attribute '+reserve.time' is given twice"
            })
    void refusesWhatATopicCannotBe(
            String topic, int queues, int perm, String attributes, int code, String remark) {
        Answer answer = update(topic, queues, perm, attributes);

        assertEquals(code, answer.code());
        assertTrue(answer.remark().startsWith(remark), answer.remark());
    }

    @Test
    void createsAListAllOrNothing() {
        TopicConfig good = TopicConfig.of("L1", 2, 2, 6);
        TopicConfig alsoGood = good.withTopicName("L2");
        TopicConfig bad = good.withTopicName("L bad");

        Answer refused = createAll(List.of(good, bad));
        assertEquals(ResponseCode.INVALID_PARAMETER, refused.code());
        assertEquals(
                ResponseCode.TOPIC_NOT_EXIST,
                broker.call(
                                RequestCode.GET_TOPIC_CONFIG,
                                new GetTopicConfigRequestHeader("L1", false))
                        .code());

        assertEquals(ResponseCode.SUCCESS, createAll(List.of(good, alsoGood)).code());
        assertEquals(2, config("L2").readQueueNums());
    }

    private static Answer createAll(List<TopicConfig> topics) {
        return broker.call(
                RemotingCommand.request(
                        RequestCode.UPDATE_AND_CREATE_TOPIC_LIST,
                        CommandHeader.EMPTY,
                        new TopicConfigList(topics).toJson()));
    }

    @Test
    void deletesATopicWithItsMessagesAndGoesOnCountingWhenItComesBack() {
        update("D", 1, 6, "");
        broker.send("D", 0);
        broker.awaitVisible("D", 0, 1);

        assertEquals(ResponseCode.SUCCESS, delete("D").code());
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, broker.pull("D", 0, 0).code());

        update("D", 1, 6, "");
        assertEquals(1, broker.send("D", 0).number("queueOffset"));
        assertEquals(ResponseCode.SUCCESS, delete("NeverWas").code());
        assertEquals(ResponseCode.INVALID_PARAMETER, delete("TBW102").code());
    }

    private static Answer delete(String topic) {
        return broker.call(RequestCode.DELETE_TOPIC_IN_BROKER, out -> out.put("topic", topic));
    }

    @Test
    void givesTheWholeTableWithItsVersion() {
        update("InTable", 3, 6, "");

        Answer answer = broker.call(RequestCode.GET_ALL_TOPIC_CONFIG, CommandHeader.EMPTY);

        TopicConfigTable table = TopicConfigTable.fromJson(answer.body());
        assertEquals(3, table.topics().get("InTable").readQueueNums());
        assertEquals(table.topics().size(), answer.number("totalTopicNum"));
        assertTrue(table.dataVersion().counter() > 0);
    }

    @Test
    void namesTheTopicsItKeepsForItself() {
        Answer answer =
                broker.call(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_BROKER, CommandHeader.EMPTY);

        List<String> names = TopicList.fromJson(answer.body()).topicList();
        assertTrue(
                names.containsAll(
                        List.of(
                                "TBW102",
                                "SCHEDULE_TOPIC_XXXX",
                                "SampleCluster",
                                "brk-a",
                                "SampleCluster_REPLY_TOPIC",
                                "rmq_sys_wheel_timer")),
                () -> names.toString());
        assertFalse(names.contains("T"));
    }

    @Test
    void tellsThatATopicDoesNotExist() {
        assertEquals(
                ResponseCode.TOPIC_NOT_EXIST,
                broker.call(RequestCode.GET_TOPIC_STATS_INFO, out -> out.put("topic", "None"))
                        .code());
    }
}
