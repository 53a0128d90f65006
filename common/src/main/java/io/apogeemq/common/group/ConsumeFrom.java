package io.apogeemq.common.group;

/** Where a group without a stored offset starts. Names as in heartbeats: wire spec, HEART_BEAT. */
public enum ConsumeFrom {
    CONSUME_FROM_LAST_OFFSET,
    CONSUME_FROM_FIRST_OFFSET,
    CONSUME_FROM_TIMESTAMP;

    /** The value of that name; the deprecated and unknown names mean {@link #CONSUME_FROM_LAST_OFFSET}. */
    public static ConsumeFrom parse(String name) {
        if (CONSUME_FROM_FIRST_OFFSET.name().equals(name)) {
            return CONSUME_FROM_FIRST_OFFSET;
        }
        return CONSUME_FROM_TIMESTAMP.name().equals(name)
                ? CONSUME_FROM_TIMESTAMP
                : CONSUME_FROM_LAST_OFFSET;
    }
}
