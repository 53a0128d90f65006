package io.apogeemq.common.group;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * The settings of one consumer group on one broker.
 *
 * <p>Change one member through {@link #toBuilder()}; a builder from {@link #builder(String)} starts
 * with the defaults. Source: store spec, "SubscriptionGroupConfig members"; broker spec, "Groups".
 *
 * <p>Threads: immutable.
 */
public record SubscriptionGroupConfig(
        String groupName,
        boolean consumeEnable,
        boolean consumeFromMinEnable,
        boolean consumeBroadcastEnable,
        boolean consumeMessageOrderly,
        int retryQueueNums,
        int retryMaxTimes,
        GroupRetryPolicy groupRetryPolicy,
        long brokerId, // replica to read from normally
        long whichBrokerWhenConsumeSlowly, // replica to read from when far behind
        boolean notifyConsumerIdsChangedEnable,
        int groupSysFlag, // 1 unit subscription
        int consumeTimeoutMinute,
        List<Subscription> subscriptionDataSet,
        Map<String, String> attributes) {

    /** What the group reads of one topic, when it is kept on the broker. */
    public record Subscription(
            String topic, String expressionType, String expression, long version) {
        public Subscription {
            requireNonNull(topic, "topic");
            requireNonNull(expressionType, "expressionType");
            requireNonNull(expression, "expression");
        }
    }

    public SubscriptionGroupConfig {
        requireNonNull(groupName, "groupName");
        requireNonNull(groupRetryPolicy, "groupRetryPolicy");
        subscriptionDataSet = List.copyOf(subscriptionDataSet);
        attributes = Map.copyOf(attributes);
    }

    /** A group with every setting at its default. */
    public static SubscriptionGroupConfig named(String groupName) {
        return builder(groupName).build();
    }

    public static Builder builder(String groupName) {
        return new Builder(groupName);
    }

    public Builder toBuilder() {
        Builder builder = new Builder(groupName);
        builder.consumeEnable = consumeEnable;
        builder.consumeFromMinEnable = consumeFromMinEnable;
        builder.consumeBroadcastEnable = consumeBroadcastEnable;
        builder.consumeMessageOrderly = consumeMessageOrderly;
        builder.retryQueueNums = retryQueueNums;
        builder.retryMaxTimes = retryMaxTimes;
        builder.groupRetryPolicy = groupRetryPolicy;
        builder.brokerId = brokerId;
        builder.whichBrokerWhenConsumeSlowly = whichBrokerWhenConsumeSlowly;
        builder.notifyConsumerIdsChangedEnable = notifyConsumerIdsChangedEnable;
        builder.groupSysFlag = groupSysFlag;
        builder.consumeTimeoutMinute = consumeTimeoutMinute;
        builder.subscriptionDataSet = subscriptionDataSet;
        builder.attributes = attributes;
        return builder;
    }

    /** Collects the settings of one group. Threads: confined to its creator. */
    public static final class Builder {
        private final String groupName;
        private boolean consumeEnable = true;
        private boolean consumeFromMinEnable = true;
        private boolean consumeBroadcastEnable = true;
        private boolean consumeMessageOrderly;
        private int retryQueueNums = 1;
        private int retryMaxTimes = 16;
        private GroupRetryPolicy groupRetryPolicy = GroupRetryPolicy.DEFAULT;
        private long brokerId;
        private long whichBrokerWhenConsumeSlowly = 1;
        private boolean notifyConsumerIdsChangedEnable = true;
        private int groupSysFlag;
        private int consumeTimeoutMinute = 15;
        private List<Subscription> subscriptionDataSet = List.of();
        private Map<String, String> attributes = Map.of();

        private Builder(String groupName) {
            this.groupName = groupName;
        }

        public Builder consumeEnable(boolean value) {
            consumeEnable = value;
            return this;
        }

        public Builder consumeFromMinEnable(boolean value) {
            consumeFromMinEnable = value;
            return this;
        }

        public Builder consumeBroadcastEnable(boolean value) {
            consumeBroadcastEnable = value;
            return this;
        }

        public Builder consumeMessageOrderly(boolean value) {
            consumeMessageOrderly = value;
            return this;
        }

        public Builder retryQueueNums(int value) {
            retryQueueNums = value;
            return this;
        }

        public Builder retryMaxTimes(int value) {
            retryMaxTimes = value;
            return this;
        }

        public Builder groupRetryPolicy(GroupRetryPolicy value) {
            groupRetryPolicy = value;
            return this;
        }

        public Builder brokerId(long value) {
            brokerId = value;
            return this;
        }

        public Builder whichBrokerWhenConsumeSlowly(long value) {
            whichBrokerWhenConsumeSlowly = value;
            return this;
        }

        public Builder notifyConsumerIdsChangedEnable(boolean value) {
            notifyConsumerIdsChangedEnable = value;
            return this;
        }

        public Builder groupSysFlag(int value) {
            groupSysFlag = value;
            return this;
        }

        public Builder consumeTimeoutMinute(int value) {
            consumeTimeoutMinute = value;
            return this;
        }

        public Builder subscriptionDataSet(List<Subscription> value) {
            subscriptionDataSet = value;
            return this;
        }

        public Builder attributes(Map<String, String> value) {
            attributes = value;
            return this;
        }

        public SubscriptionGroupConfig build() {
            return new SubscriptionGroupConfig(
                    groupName,
                    consumeEnable,
                    consumeFromMinEnable,
                    consumeBroadcastEnable,
                    consumeMessageOrderly,
                    retryQueueNums,
                    retryMaxTimes,
                    groupRetryPolicy,
                    brokerId,
                    whichBrokerWhenConsumeSlowly,
                    notifyConsumerIdsChangedEnable,
                    groupSysFlag,
                    consumeTimeoutMinute,
                    subscriptionDataSet,
                    attributes);
        }
    }
}
