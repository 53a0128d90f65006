package io.apogeemq.common.concurrent;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets one log line through per interval and counts the others, for lines that a peer can cause at
 * will.
 *
 * <pre>
 * long left = throttle.pass();
 * if (left != LogThrottle.SUPPRESSED) {
 *     log.warn("... suppressed={}", left);
 * }
 * </pre>
 *
 * <p>Threads: safe for any thread.
 */
public final class LogThrottle {
    /** What {@link #pass} says when the line must not be written. */
    public static final long SUPPRESSED = -1;

    private final Clock clock;
    private final long intervalNanos;
    private final AtomicLong nextNanos;
    private final AtomicLong suppressed = new AtomicLong();

    public LogThrottle(Duration interval, Clock clock) {
        this.clock = clock;
        this.intervalNanos = interval.toNanos();
        this.nextNanos = new AtomicLong(clock.nanoTime());
    }

    /** How many lines were left out since the last one, or {@link #SUPPRESSED} for not now. */
    public long pass() {
        long now = clock.nanoTime();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + intervalNanos)) {
            suppressed.incrementAndGet();
            return SUPPRESSED;
        }
        return suppressed.getAndSet(0);
    }
}
