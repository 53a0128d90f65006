package io.apogeemq.common.concurrent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The moment until which one piece of work may take, however many steps it has. Measured on the
 * steady counter of a {@link Clock}, so that setting the machine's clock does not move it.
 *
 * <p>Threads: immutable, safe for any thread.
 */
public final class Deadline {
    private final Clock clock;
    private final long endNanos;

    private Deadline(Clock clock, long endNanos) {
        this.clock = clock;
        this.endNanos = endNanos;
    }

    /** From now on; a wait longer than about 146 years counts as that. */
    public static Deadline after(Duration wait, Clock clock) {
        return afterNanos(saturatedNanos(wait), clock);
    }

    public static Deadline afterMillis(long waitMillis, Clock clock) {
        return afterNanos(TimeUnit.MILLISECONDS.toNanos(waitMillis), clock);
    }

    private static Deadline afterNanos(long waitNanos, Clock clock) {
        // Half of the range at most: differences of nanoTime compare right only up to there.
        long bounded = Math.min(waitNanos, Long.MAX_VALUE / 2);
        return new Deadline(clock, clock.nanoTime() + Math.max(bounded, 0));
    }

    public boolean hasPassed() {
        return endNanos - clock.nanoTime() <= 0;
    }

    /** Never negative. */
    public long remainingNanos() {
        return Math.max(0, endNanos - clock.nanoTime());
    }

    /** Rounded up, so that a wait of this length does not end before the deadline; never negative. */
    public long remainingMillis() {
        long nanos = remainingNanos();
        return nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1);
    }

    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    private static long saturatedNanos(Duration wait) {
        return TimeUnit.NANOSECONDS.convert(wait);
    }
}
