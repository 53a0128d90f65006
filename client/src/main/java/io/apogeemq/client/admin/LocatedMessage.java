package io.apogeemq.client.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.message.MessageExt;

/**
 * A stored message and the broker that has it. Threads: immutable.
 *
 * @param brokerName the broker's address when no NameServer knows its name
 */
public record LocatedMessage(String brokerName, MessageExt message) {
    public LocatedMessage {
        requireNonNull(brokerName, "brokerName");
        requireNonNull(message, "message");
    }
}
