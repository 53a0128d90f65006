package io.apogeemq.common.topic;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * The settings of one topic on one broker, as the broker stores and registers them.
 *
 * <p>Different read and write counts are legal: a topic shrinks by lowering the write count first.
 * Source: broker spec, "Topics", section 1; store spec, "TopicConfig members".
 *
 * <p>Threads: immutable.
 */
public record TopicConfig(
        String topicName,
        int readQueueNums, // queues 0 .. n-1 may be pulled
        int writeQueueNums, // queues 0 .. n-1 may be sent to
        int perm, // bits of QueuePermission
        TopicFilterType topicFilterType,
        int topicSysFlag, // 1 unit topic, 2 has unit subscriptions
        boolean order,
        Map<String, String> attributes) {

    public static final int DEFAULT_QUEUE_NUMS = 16;
    public static final int UNIT = 1;
    public static final int UNIT_SUBSCRIPTION = 1 << 1;

    /** Attribute that fixes what kind of messages a topic takes: NORMAL, FIFO, DELAY and so on. */
    public static final String ATTRIBUTE_MESSAGE_TYPE = "message.type";

    /** Attribute that fixes the layout of the queues: SimpleCQ or BatchCQ; never changes. */
    public static final String ATTRIBUTE_QUEUE_TYPE = "queue.type";

    /** Attribute DELETE or COMPACTION; never changes. */
    public static final String ATTRIBUTE_CLEANUP_POLICY = "cleanup.policy";

    /** Attribute: retention of a compaction topic in milliseconds, -1 for the broker's. */
    public static final String ATTRIBUTE_RESERVE_TIME = "reserve.time";

    public TopicConfig {
        requireNonNull(topicName, "topicName");
        requireNonNull(topicFilterType, "topicFilterType");
        attributes = Map.copyOf(attributes);
    }

    /** A readable and writable topic with 16 queues and every other setting at its default. */
    public static TopicConfig named(String topicName) {
        return of(topicName, DEFAULT_QUEUE_NUMS, DEFAULT_QUEUE_NUMS, QueuePermission.READ_WRITE);
    }

    public static TopicConfig of(
            String topicName, int readQueueNums, int writeQueueNums, int perm) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                TopicFilterType.SINGLE_TAG,
                0,
                false,
                Map.of());
    }

    public boolean isReadable() {
        return QueuePermission.isReadable(perm);
    }

    public boolean isWritable() {
        return QueuePermission.isWritable(perm);
    }

    public TopicConfig withTopicName(String name) {
        return new TopicConfig(
                name,
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withQueueNums(int readNums, int writeNums) {
        return new TopicConfig(
                topicName,
                readNums,
                writeNums,
                perm,
                topicFilterType,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withPerm(int newPerm) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                newPerm,
                topicFilterType,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withTopicFilterType(TopicFilterType type) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                type,
                topicSysFlag,
                order,
                attributes);
    }

    public TopicConfig withTopicSysFlag(int sysFlag) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                sysFlag,
                order,
                attributes);
    }

    public TopicConfig withOrder(boolean isOrder) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                topicSysFlag,
                isOrder,
                attributes);
    }

    public TopicConfig withAttributes(Map<String, String> newAttributes) {
        return new TopicConfig(
                topicName,
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                topicSysFlag,
                order,
                newAttributes);
    }
}
