package io.apogeemq.remoting.transport;

import java.time.Duration;

/**
 * The limits of one connection.
 *
 * @param mostFrameBytes longest frame that is read; peers use 16 MiB
 * @param idleTimeout a connection without traffic for this long is closed
 * @param mostCallsInFlight requests of ours that may wait for a response
 * @param mostUnsentBytes answers that a peer may leave unread before we stop reading from it
 */
public record ConnectionOptions(
        int mostFrameBytes, Duration idleTimeout, int mostCallsInFlight, int mostUnsentBytes) {
    /** What peers use: 16 MiB frames, two minutes, 65,535 calls; 4 MiB unsent. */
    public static final ConnectionOptions DEFAULT =
            new ConnectionOptions(
                    16 * 1024 * 1024, Duration.ofSeconds(120), 65_535, 4 * 1024 * 1024);

    public ConnectionOptions {
        requirePositive("mostFrameBytes", mostFrameBytes);
        requirePositive("idleTimeout", idleTimeout.toMillis());
        requirePositive("mostCallsInFlight", mostCallsInFlight);
        requirePositive("mostUnsentBytes", mostUnsentBytes);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be above 0");
        }
    }
}
