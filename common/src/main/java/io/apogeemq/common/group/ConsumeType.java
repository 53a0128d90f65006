package io.apogeemq.common.group;

/** How a consumer gets its messages. Names as in heartbeats: wire spec, HEART_BEAT. */
public enum ConsumeType {
    /** The application pulls. */
    CONSUME_ACTIVELY,
    /** The client pulls and calls the application. */
    CONSUME_PASSIVELY,
    /** The broker hands out and tracks acknowledgements. */
    CONSUME_POP;

    /** The value of that name, or {@link #CONSUME_PASSIVELY} for a name this version does not know. */
    public static ConsumeType parse(String name) {
        if (CONSUME_ACTIVELY.name().equals(name)) {
            return CONSUME_ACTIVELY;
        }
        return CONSUME_POP.name().equals(name) ? CONSUME_POP : CONSUME_PASSIVELY;
    }
}
