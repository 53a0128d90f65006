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
        if (messages < 1 || bytes < 1 || span < 1) {
            throw new IllegalArgumentException(
                    "pull limits must be at least 1; got messages "
                            + messages
                            + ", bytes "
                            + bytes
                            + ", span "
                            + span);
        }
    }

    FlowLimits withoutSpan() {
        return new FlowLimits(messages, bytes, NO_SPAN_LIMIT);
    }
}
