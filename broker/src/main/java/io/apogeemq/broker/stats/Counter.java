package io.apogeemq.broker.stats;

import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A sum that only grows, with its growth over the last 10 seconds, minute, 10 minutes, hour and day.
 *
 * <p>Counting costs an addition to a striped counter and one volatile read. A counter reports itself
 * for the next sampling when it changes, so that counters at rest cost nothing.
 *
 * <p>Threads: counted by any thread; the histories are guarded by this counter's monitor.
 */
final class Counter {
    /** Time between two samplings. */
    static final long SAMPLE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final LongAdder sum = new LongAdder();
    private final Queue<Counter> changedOnes;
    private final AtomicBoolean isChanged = new AtomicBoolean();
    private final History tenSeconds = new History(SAMPLE_MILLIS, 1);
    private final History minute = new History(SAMPLE_MILLIS, 6);
    private final History tenMinutes = new History(TimeUnit.MINUTES.toMillis(1), 10);
    private final History hour = new History(TimeUnit.MINUTES.toMillis(10), 6);
    private final History day = new History(TimeUnit.HOURS.toMillis(1), 24);

    /**
     * A counter at zero.
     *
     * @param changedOnes where it reports itself when it changes
     */
    Counter(Queue<Counter> changedOnes, long nowMillis) {
        this.changedOnes = changedOnes;
        sampleAll(0, nowMillis);
    }

    /** Hot. */
    void add(long amount) {
        sum.add(amount);
        if (!isChanged.get() && isChanged.compareAndSet(false, true)) {
            changedOnes.add(this);
        }
    }

    long sum() {
        return sum.sum();
    }

    /** Takes a sample; called once after each time the counter reported itself. */
    void sample(long nowMillis) {
        isChanged.set(false); // before the sum is read: a later change reports again
        sampleAll(sum.sum(), nowMillis);
    }

    private synchronized void sampleAll(long now, long nowMillis) {
        tenSeconds.sample(now, nowMillis);
        minute.sample(now, nowMillis);
        tenMinutes.sample(now, nowMillis);
        hour.sample(now, nowMillis);
        day.sample(now, nowMillis);
    }

    synchronized History.Growth inTenSeconds(long nowMillis) {
        return tenSeconds.growth(sum.sum(), nowMillis);
    }

    synchronized History.Growth inMinute(long nowMillis) {
        return minute.growth(sum.sum(), nowMillis);
    }

    synchronized History.Growth inTenMinutes(long nowMillis) {
        return tenMinutes.growth(sum.sum(), nowMillis);
    }

    synchronized History.Growth inHour(long nowMillis) {
        return hour.growth(sum.sum(), nowMillis);
    }

    synchronized History.Growth inDay(long nowMillis) {
        return day.growth(sum.sum(), nowMillis);
    }
}
