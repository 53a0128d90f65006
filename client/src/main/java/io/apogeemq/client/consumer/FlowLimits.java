package io.apogeemq.client.consumer;

/**
 * How much of one queue may be pulled ahead of what is finished.
 *
 * @param messages unfinished messages
 * @param bytes unfinished bytes, as stored
 * @param span offsets between the first unfinished message and the last one pulled; bounds what is
 *     repeated after a crash when one message is stuck
 */
record FlowLimits(int messages, long bytes, long span) {

    static final long NO_SPAN_LIMIT = Long.MAX_VALUE;

    FlowLimits {
        PushConsumerConfig.require("pull threshold messages", messages, 1, Integer.MAX_VALUE);
        PushConsumerConfig.require("pull threshold bytes", bytes, 1, Long.MAX_VALUE);
        PushConsumerConfig.require("pull threshold span", span, 1, NO_SPAN_LIMIT);
    }

    FlowLimits withoutSpan() {
        return new FlowLimits(messages, bytes, NO_SPAN_LIMIT);
    }
}
