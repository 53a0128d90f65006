package io.apogeemq.client.producer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.error.ClientConfigException;
import java.time.Duration;
import java.util.Optional;

/**
 * What is special about one send.
 *
 * @param timeout time for the send with all its attempts; empty: the producer's
 * @param selector chooses the queue, and every attempt goes there; empty: the producer chooses, and
 *     goes to another broker when one fails
 */
public record SendOptions(Optional<Duration> timeout, Optional<QueueSelector> selector) {
    /** Nothing special. */
    public static final SendOptions DEFAULT = new SendOptions(Optional.empty(), Optional.empty());

    public SendOptions {
        requireNonNull(timeout, "timeout");
        requireNonNull(selector, "selector");
        if (timeout.isPresent() && (timeout.get().isZero() || timeout.get().isNegative())) {
            throw new ClientConfigException(
                    "timeout '" + timeout.get() + "' of a send must be longer than nothing");
        }
    }

    /** The same with another time. */
    public SendOptions withTimeout(Duration newTimeout) {
        return new SendOptions(Optional.of(newTimeout), selector);
    }

    /** The same with a chosen queue. */
    public SendOptions withSelector(QueueSelector newSelector) {
        return new SendOptions(timeout, Optional.of(newSelector));
    }
}
