package io.apogeemq.broker.stats;

import io.apogeemq.broker.stats.History.Growth;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests, messages and bytes that went one way, into a topic or out of it to a group, with their
 * growth over the last minute, hour and day; for the whole broker also ten seconds and ten minutes.
 *
 * <p>Counting costs three additions to striped counters and one volatile read. It reports itself for
 * the next sampling when it changes, so that topics at rest cost nothing. One takes about 1.5 KB.
 *
 * <p>Threads: counted by any thread; the histories are guarded by this object's monitor.
 */
final class Traffic {
    private static final long SAMPLE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final LongAdder requests = new LongAdder();
    private final LongAdder messages = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Queue<Traffic> changedOnes;
    private final AtomicBoolean isChanged = new AtomicBoolean();
    private final History minute = new History(SAMPLE_MILLIS, 6);
    private final History hour = new History(TimeUnit.MINUTES.toMillis(10), 6);
    private final History day = new History(TimeUnit.HOURS.toMillis(2), 12);
    private final Optional<Rated> rated;

    private record Rated(History tenSeconds, History tenMinutes) {}

    private Traffic(Queue<Traffic> changedOnes, long nowMillis, Optional<Rated> rated) {
        this.changedOnes = changedOnes;
        this.rated = rated;
        sampleAll(nowMillis);
    }

    /**
     * Of one topic or group, with nothing counted yet.
     *
     * @param changedOnes where it reports itself when it changes
     */
    static Traffic ofPart(Queue<Traffic> changedOnes, long nowMillis) {
        return new Traffic(changedOnes, nowMillis, Optional.empty());
    }

    /** Of the whole broker. */
    static Traffic ofAll(Queue<Traffic> changedOnes, long nowMillis) {
        Rated rated =
                new Rated(
                        new History(SAMPLE_MILLIS, 1),
                        new History(TimeUnit.MINUTES.toMillis(1), 10));
        return new Traffic(changedOnes, nowMillis, Optional.of(rated));
    }

    /** One more request, with so much in it. Hot. */
    void add(int newMessages, long newBytes) {
        requests.increment();
        messages.add(newMessages);
        bytes.add(newBytes);
        if (!isChanged.get() && isChanged.compareAndSet(false, true)) {
            changedOnes.add(this);
        }
    }

    /** Everything counted in one of the columns of {@link History}. */
    long sum(int column) {
        return switch (column) {
            case History.REQUESTS -> requests.sum();
            case History.MESSAGES -> messages.sum();
            case History.BYTES -> bytes.sum();
            default -> throw new IllegalArgumentException("no column " + column);
        };
    }

    /** Takes a sample; called once after each time it reported itself. */
    void sample(long nowMillis) {
        isChanged.set(false); // before the sums are read: a later change reports again
        sampleAll(nowMillis);
    }

    private synchronized void sampleAll(long nowMillis) {
        take(minute, nowMillis);
        take(hour, nowMillis);
        take(day, nowMillis);
        if (rated.isPresent()) {
            take(rated.get().tenSeconds, nowMillis);
            take(rated.get().tenMinutes, nowMillis);
        }
    }

    private void take(History history, long nowMillis) {
        history.sample(requests.sum(), messages.sum(), bytes.sum(), nowMillis);
    }

    synchronized Growth inMinute(int column, long nowMillis) {
        return minute.growth(column, sum(column), nowMillis);
    }

    synchronized Growth inHour(int column, long nowMillis) {
        return hour.growth(column, sum(column), nowMillis);
    }

    synchronized Growth inDay(int column, long nowMillis) {
        return day.growth(column, sum(column), nowMillis);
    }

    /** Per second; of the whole broker only. */
    synchronized Rates rates(int column, long nowMillis) {
        Rated more = rated.orElseThrow();
        return new Rates(
                more.tenSeconds.growth(column, sum(column), nowMillis).perSecond(),
                minute.growth(column, sum(column), nowMillis).perSecond(),
                more.tenMinutes.growth(column, sum(column), nowMillis).perSecond());
    }
}
