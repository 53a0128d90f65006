package io.apogeemq.common.topic;

import static java.util.Objects.requireNonNull;

/**
 * One queue of a topic on one broker; ordered by topic, broker name, queue id, which is the order
 * every allocation strategy of every client relies on.
 *
 * <p>Threads: immutable.
 */
public record MessageQueue(String topic, String brokerName, int queueId)
        implements Comparable<MessageQueue> {

    public MessageQueue {
        requireNonNull(topic, "topic");
        requireNonNull(brokerName, "brokerName");
    }

    @Override
    public int compareTo(MessageQueue other) {
        int byTopic = topic.compareTo(other.topic);
        if (byTopic != 0) {
            return byTopic;
        }
        int byBroker = brokerName.compareTo(other.brokerName);
        return byBroker != 0 ? byBroker : Integer.compare(queueId, other.queueId);
    }
}
