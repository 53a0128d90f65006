package io.apogeemq.store.verify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a running store looks after itself.
 *
 * @param isEnabled whether it verifies itself without being asked
 * @param bytesPerSecond how fast it reads then at most
 * @param interval from the begin of one verification to the begin of the next
 */
public record ScrubConfig(boolean isEnabled, long bytesPerSecond, Duration interval) {

    /** Only when asked. */
    public static final ScrubConfig OFF = new ScrubConfig(false, 1 << 20, Duration.ofDays(1));

    public ScrubConfig {
        requireNonNull(interval, "interval");
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException(
                    "bytesPerSecond '" + bytesPerSecond + "' must be above zero");
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval '" + interval + "' must be above zero");
        }
    }
}
