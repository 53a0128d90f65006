package io.apogeemq.broker.pull;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How messages are given out.
 *
 * @param maxMessages most messages of one pull
 * @param maxBytes most bytes of one pull; a first message comes whatever its size
 * @param longPolling whether a pull may wait as long as it asks for
 * @param shortPollTime how long it waits otherwise
 * @param longestWait no pull waits longer, whatever it asks for
 * @param mostParked pulls that may wait at a time; the next is told that the broker is busy
 * @param litePull whether lite pull consumers may pull
 */
public record PullConfig(
        int maxMessages,
        int maxBytes,
        boolean longPolling,
        Duration shortPollTime,
        Duration longestWait,
        int mostParked,
        boolean litePull) {

    /** Above what any client asks for, below what a client waits for an answer by default. */
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** A waiting pull costs about half a kilobyte. */
    public static final int MOST_PARKED = 100_000;

    public PullConfig {
        requireNonNull(shortPollTime, "shortPollTime");
        requireNonNull(longestWait, "longestWait");
        if (maxMessages < 1 || maxBytes < 1 || mostParked < 1) {
            throw new IllegalArgumentException(
                    "a pull needs room: maxMessages '"
                            + maxMessages
                            + "', maxBytes '"
                            + maxBytes
                            + "' and mostParked '"
                            + mostParked
                            + "' must be above zero");
        }
    }

    /** The same with another limit for the pulls that wait. */
    public PullConfig withMostParked(int number) {
        return new PullConfig(
                maxMessages, maxBytes, longPolling, shortPollTime, longestWait, number, litePull);
    }
}
