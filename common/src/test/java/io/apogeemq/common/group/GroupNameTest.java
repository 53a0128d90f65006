package io.apogeemq.common.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of {@link GroupName}, {@link SubscriptionGroupConfig} and the modes. */
class GroupNameTest {

    @Test
    void namesHaveTheCharactersOfTopicsAndRoomForAPrefix() {
        assertTrue(GroupName.problem("my-group_1%|").isEmpty());
        assertTrue(GroupName.problem("").isPresent());
        assertTrue(GroupName.problem("bad.group").isPresent());
        assertTrue(GroupName.problem("g".repeat(120)).isEmpty());
        assertTrue(GroupName.problem("g".repeat(121)).isPresent());
    }

    @Test
    void derivedTopicsLeadBackToTheGroup() {
        assertEquals("%RETRY%g", GroupName.retryTopic("g"));
        assertEquals("%DLQ%g", GroupName.deadLetterTopic("g"));
        assertEquals("%RETRY%g_t", GroupName.popRetryTopic("g", "t"));
        assertEquals("%RETRY%g+t", GroupName.popRetryTopicV2("g", "t"));
        assertEquals(Optional.of("g"), GroupName.ofRetryOrDeadLetterTopic("%RETRY%g"));
        assertEquals(Optional.of("g"), GroupName.ofRetryOrDeadLetterTopic("%DLQ%g"));
        assertTrue(GroupName.ofRetryOrDeadLetterTopic("g").isEmpty());
    }

    @Test
    void knowsTheGroupsOfTheSystem() {
        assertTrue(GroupName.isSystem("CID_RMQ_SYS_ANYTHING"));
        assertTrue(GroupName.isSystem("TOOLS_CONSUMER"));
        assertFalse(GroupName.isSystem("mine"));
    }

    @Test
    void aChangedConfigKeepsItsOtherSettings() {
        SubscriptionGroupConfig config =
                SubscriptionGroupConfig.builder("g")
                        .consumeEnable(false)
                        .consumeFromMinEnable(false)
                        .consumeBroadcastEnable(false)
                        .consumeMessageOrderly(true)
                        .retryMaxTimes(3)
                        .groupRetryPolicy(new GroupRetryPolicy.Exponential(1, 2, 3))
                        .brokerId(1)
                        .whichBrokerWhenConsumeSlowly(2)
                        .notifyConsumerIdsChangedEnable(false)
                        .groupSysFlag(1)
                        .consumeTimeoutMinute(2)
                        .build();

        assertEquals(config, config.toBuilder().build());
        assertEquals(4, config.toBuilder().retryQueueNums(4).build().retryQueueNums());
    }

    @Test
    void aNewGroupRetriesSixteenTimesInOneQueue() {
        SubscriptionGroupConfig config = SubscriptionGroupConfig.named("g");

        assertTrue(config.consumeEnable());
        assertEquals(16, config.retryMaxTimes());
        assertEquals(1, config.retryQueueNums());
        assertEquals("CUSTOMIZED", config.groupRetryPolicy().type());
        assertEquals(List.of(), config.subscriptionDataSet());
    }

    @Test
    void unknownModesReadAsTheDefault() {
        assertEquals(MessageModel.CLUSTERING, MessageModel.parse("LITE_SELECTIVE"));
        assertEquals(MessageModel.BROADCASTING, MessageModel.parse("BROADCASTING"));
        assertEquals(ConsumeType.CONSUME_POP, ConsumeType.parse("CONSUME_POP"));
        assertEquals(ConsumeType.CONSUME_PASSIVELY, ConsumeType.parse(""));
        assertEquals(
                ConsumeFrom.CONSUME_FROM_LAST_OFFSET, ConsumeFrom.parse("CONSUME_FROM_MIN_OFFSET"));
        assertEquals(
                ConsumeFrom.CONSUME_FROM_FIRST_OFFSET,
                ConsumeFrom.parse("CONSUME_FROM_FIRST_OFFSET"));
    }
}
