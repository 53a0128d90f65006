package io.apogeemq.broker.topic;

import static java.util.Objects.requireNonNull;

/**
 * Which topics a broker has from the start.
 *
 * @param defaultQueueNums queues of the template that sending creates topics from
 * @param clusterTopicSendable whether the topic named like the cluster can be sent to
 * @param brokerTopicSendable whether the topic named like the broker can be sent to
 * @param traceTopicEnabled whether the topic for traces exists
 * @param traceTopic its name
 */
public record TopicRules(
        int defaultQueueNums,
        boolean clusterTopicSendable,
        boolean brokerTopicSendable,
        boolean traceTopicEnabled,
        String traceTopic) {

    public TopicRules {
        requireNonNull(traceTopic, "traceTopic");
    }
}
