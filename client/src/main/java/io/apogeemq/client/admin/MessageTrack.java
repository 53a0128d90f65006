package io.apogeemq.client.admin;

import static java.util.Objects.requireNonNull;

/**
 * What a consumer group made of a message. Threads: immutable.
 *
 * @param problem why that is not known; empty otherwise
 */
public record MessageTrack(String group, Outcome outcome, String problem) {
    public MessageTrack {
        requireNonNull(group, "group");
        requireNonNull(outcome, "outcome");
        requireNonNull(problem, "problem");
    }

    /** The names are those that the peer's tool prints. */
    public enum Outcome {
        /** The group's offset is behind the message. */
        CONSUMED,
        /** The group's offset is behind the message, but its subscription leaves the message out. */
        CONSUMED_BUT_FILTERED,
        /** The application of the group keeps track itself. */
        PULL,
        /** The group's offset has not reached the message. */
        NOT_CONSUME_YET,
        /** No member of the group is connected. */
        NOT_ONLINE,
        /** Every member keeps its own offsets. */
        CONSUME_BROADCASTING,
        /** The brokers could not be asked. */
        UNKNOWN
    }
}
