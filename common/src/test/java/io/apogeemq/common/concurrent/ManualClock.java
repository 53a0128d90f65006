package io.apogeemq.common.concurrent;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test moves it.
 *
 * <p>Threads: safe for any thread.
 */
public final class ManualClock implements Clock {
    /** Where a clock starts unless told: some morning in 2026. */
    public static final long START_MILLIS = 1_767_250_800_000L;

    private final AtomicLong millis;
    private final AtomicLong nanos = new AtomicLong();

    public ManualClock() {
        this(START_MILLIS);
    }

    public ManualClock(long startMillis) {
        this.millis = new AtomicLong(startMillis);
    }

    @Override
    public long millis() {
        return millis.get();
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    /** Time passes: both the wall and the steady counter move. */
    public void advance(Duration step) {
        millis.addAndGet(step.toMillis());
        nanos.addAndGet(step.toNanos());
    }

    public void advanceMillis(long step) {
        advance(Duration.ofMillis(step));
    }

    /** Somebody sets the machine's clock: only the wall jumps. */
    public void setMillis(long newMillis) {
        millis.set(newMillis);
    }
}
