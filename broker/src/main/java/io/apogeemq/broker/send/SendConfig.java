package io.apogeemq.broker.send;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How messages are taken.
 *
 * @param regionId told to producers and put into every message
 * @param traceOn whether clients may send traces
 * @param maxMessageBytes largest body
 * @param waitsForDisk whether a message is acknowledged only when it is on disk
 * @param diskTimeout how long a producer waits for that
 */
public record SendConfig(
        String regionId,
        boolean traceOn,
        int maxMessageBytes,
        boolean waitsForDisk,
        Duration diskTimeout) {

    public SendConfig {
        requireNonNull(regionId, "regionId");
        requireNonNull(diskTimeout, "diskTimeout");
        if (maxMessageBytes <= 0) {
            throw new IllegalArgumentException(
                    "maxMessageBytes '" + maxMessageBytes + "' must be above zero");
        }
    }
}
