package io.apogeemq.store.flush;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When the CommitLog is forced to disk.
 *
 * @param mode who waits for the disk
 * @param interval ASYNC: how often the flush thread looks
 * @param leastDirtyBytes ASYNC: it forces when so much is dirty ...
 * @param thoroughInterval ... or when so much time has passed since the last force
 */
public record FlushConfig(
        FlushMode mode, Duration interval, int leastDirtyBytes, Duration thoroughInterval) {

    /** Who waits for the disk. */
    public enum FlushMode {
        /** Nobody: messages are visible when written. */
        ASYNC_FLUSH,
        /** Everybody: messages are acknowledged and visible when forced; one force covers many. */
        SYNC_FLUSH
    }

    public FlushConfig {
        requireNonNull(mode, "mode");
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException(
                    "flush interval '" + interval + "' must be above zero");
        }
        if (thoroughInterval.compareTo(interval) < 0) {
            throw new IllegalArgumentException(
                    "thorough flush interval '"
                            + thoroughInterval
                            + "' must not be below the flush interval '"
                            + interval
                            + "'");
        }
        if (leastDirtyBytes < 0) {
            throw new IllegalArgumentException(
                    "leastDirtyBytes '" + leastDirtyBytes + "' must not be negative");
        }
    }

    /** Every 500 ms when 16 KiB are dirty, every 10 s at least. */
    public static FlushConfig async() {
        return new FlushConfig(
                FlushMode.ASYNC_FLUSH, Duration.ofMillis(500), 4 * 4096, Duration.ofSeconds(10));
    }

    /** Group commit. */
    public static FlushConfig sync() {
        return new FlushConfig(
                FlushMode.SYNC_FLUSH, Duration.ofMillis(500), 4 * 4096, Duration.ofSeconds(10));
    }

    public boolean isSync() {
        return mode == FlushMode.SYNC_FLUSH;
    }
}
