package io.apogeemq.common.topic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.group.GroupName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link TopicName}, {@link TopicConfig}, {@link QueuePermission} and queue order. */
class TopicNameTest {

    @Test
    void saysInThePeersWordsWhatIsWrong() {
        assertEquals(Optional.of("The specified topic is blank."), TopicName.problem("  "));
        assertEquals(
                Optional.of(
                        "The specified topic: Bad@Topic, contains illegal characters, allowing only"
                                + " ^[%|a-zA-Z0-9_-]+$"),
                TopicName.problem("Bad@Topic"));
    }

    @Test
    void retryTopicsMayBeLonger() {
        String group = "g".repeat(GroupName.MAX_LENGTH);

        assertTrue(TopicName.problem("n".repeat(127)).isEmpty());
        assertTrue(TopicName.problem("n".repeat(128)).isPresent());
        assertTrue(TopicName.problem(GroupName.retryTopic(group) + "_" + group).isEmpty());
        assertTrue(TopicName.problem(GroupName.deadLetterTopic("g".repeat(251))).isPresent());
    }

    @Property
    void exactlyTheNamesOfTheRuleAreLegal(@ForAll String name) {
        boolean isLegal = name.matches("^[%|a-zA-Z0-9_-]+$") && name.length() <= 127;

        assertEquals(isLegal, TopicName.problem(name).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SCHEDULE_TOPIC_XXXX",
                "RMQ_SYS_TRANS_HALF_TOPIC",
                "RMQ_SYS_TRANS_OP_HALF_TOPIC",
                "TRANS_CHECK_MAX_TIME_TOPIC",
                "SELF_TEST_TOPIC",
                "OFFSET_MOVED_EVENT",
                "rmq_sys_wheel_timer",
                "rmq_sys_REVIVE_LOG_c"
            })
    void topicsTheBrokerInterpretsAreNotSendable(String topic) {
        assertTrue(TopicName.isSystem(topic));
        assertFalse(TopicName.isSendable(topic));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TBW102", "BenchmarkTest", "RMQ_SYS_TRACE_TOPIC"})
    void someSystemTopicsAreSendable(String topic) {
        assertTrue(TopicName.isSystem(topic));
        assertTrue(TopicName.isSendable(topic));
    }

    @Test
    void permissionsPrintAsToolsShowThem() {
        assertEquals(
                List.of("---", "--X", "-W-", "R--", "RW-", "RWX"),
                List.of(0, 1, 2, 4, 6, 7).stream().map(QueuePermission::text).toList());
        assertTrue(QueuePermission.isSettable(7));
        assertFalse(QueuePermission.isSettable(8));
        assertFalse(QueuePermission.isSettable(-1));
    }

    @Test
    void queuesAreOrderedByTopicBrokerAndNumber() {
        List<MessageQueue> sorted =
                List.of(
                        new MessageQueue("a", "x", 2),
                        new MessageQueue("a", "x", 10),
                        new MessageQueue("a", "y", 0),
                        new MessageQueue("b", "a", 0));

        assertEquals(sorted, sorted.stream().sorted().toList());
    }

    @Test
    void aChangedConfigKeepsItsOtherSettings() {
        TopicConfig config =
                TopicConfig.named("T")
                        .withPerm(4)
                        .withOrder(true)
                        .withTopicFilterType(TopicFilterType.parse("MULTI_TAG"))
                        .withTopicSysFlag(TopicConfig.UNIT)
                        .withAttributes(Map.of(TopicConfig.ATTRIBUTE_MESSAGE_TYPE, "FIFO"))
                        .withQueueNums(8, 4)
                        .withTopicName("U");

        assertEquals(
                new TopicConfig(
                        "U",
                        8,
                        4,
                        4,
                        TopicFilterType.MULTI_TAG,
                        1,
                        true,
                        Map.of("message.type", "FIFO")),
                config);
        assertFalse(config.isWritable());
        assertEquals(TopicFilterType.SINGLE_TAG, TopicFilterType.parse("SOMETHING_NEW"));
    }
}
