package io.apogeemq.client.consumer;

import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.client.rebalance.AllocationStrategy;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.topic.TopicName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one push consumer; valid once made.
 *
 * @param sinceMillis where {@link ConsumeFrom#CONSUME_FROM_TIMESTAMP} starts, milliseconds since 1970
 * @param suspendTime until an orderly listener gets a failed batch again
 * @param closeTimeout how long closing waits for listeners
 */
record PushConsumerConfig(
        String group,
        Map<String, FilterExpression> subscriptions,
        MessageModel model,
        boolean isOrderly,
        ConsumeFrom consumeFrom,
        long sinceMillis,
        AllocationStrategy strategy,
        int threads,
        int batchSize,
        int pullBatchSize,
        FlowLimits limits,
        Duration suspendTime,
        Duration closeTimeout) {

    private static final int MOST_THREADS = 1000;
    private static final int MOST_BATCH = 1024;
    private static final long LEAST_SUSPEND_MILLIS = 10;
    private static final long MOST_SUSPEND_MILLIS = 30_000;

    PushConsumerConfig {
        requireGroup(group);
        if (subscriptions.isEmpty()) {
            throw new ClientConfigException(
                    "consumer of group '"
                            + group
                            + "' subscribes to no topic; call subscribe(\"topic\")");
        }
        subscriptions.keySet().forEach(PushConsumerConfig::requireTopic);
        subscriptions = Map.copyOf(subscriptions);
        require("threads", threads, 1, MOST_THREADS);
        require("batch size", batchSize, 1, MOST_BATCH);
        require("pullBatchSize", pullBatchSize, 1, MOST_BATCH);
        require(
                "suspendTime in ms",
                suspendTime.toMillis(),
                LEAST_SUSPEND_MILLIS,
                MOST_SUSPEND_MILLIS);
        require("closeTimeout in ms", closeTimeout.toMillis(), 0, Integer.MAX_VALUE);
    }

    static void requireGroup(String group) {
        Optional<String> problem = GroupName.problem(group);
        if (problem.isPresent()) {
            throw new ClientConfigException(
                    "consumer group '" + group + "' cannot be used: " + problem.get());
        }
        if (group.equals(GroupName.DEFAULT_CONSUMER)) {
            throw new ClientConfigException(
                    "consumer group '" + group + "' is reserved; give the group a name of its own");
        }
    }

    static void requireTopic(String topic) {
        Optional<String> problem = TopicName.problem(topic);
        if (problem.isPresent()) {
            throw new ClientConfigException(
                    "topic '" + topic + "' cannot be subscribed to: " + problem.get());
        }
    }

    static void require(String setting, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ClientConfigException(
                    setting + " '" + value + "' must be " + least + " to " + most);
        }
    }
}
