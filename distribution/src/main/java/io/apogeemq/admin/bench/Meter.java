package io.apogeemq.admin.bench;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Counts what a load did while it is measured; what happens before and after is not counted.
 *
 * <p>Threads: safe for any thread; start and stop from one.
 */
final class Meter {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;

    private final LongAdder messages = new LongAdder();
    private final LongAdder total = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Histogram latencies = new ConcurrentHistogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
    private volatile boolean measuring;
    private volatile String firstFailure = "";
    private long startNanos;
    private long measuredNanos;

    void start() {
        startNanos = System.nanoTime();
        measuring = true;
    }

    void stop() {
        measuring = false;
        measuredNanos = System.nanoTime() - startNanos;
    }

    /** {@code count} messages are done. */
    void done(int count) {
        total.add(count);
        if (measuring) {
            messages.add(count);
        }
    }

    void latency(long nanos) {
        if (measuring) {
            latencies.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
        }
    }

    void failed(String reason) {
        if (firstFailure.isEmpty()) {
            firstFailure = reason;
        }
        failures.increment();
    }

    long messages() {
        return messages.sum();
    }

    /** Messages done since the load began, measured or not. */
    long total() {
        return total.sum();
    }

    long failures() {
        return failures.sum();
    }

    String firstFailure() {
        return firstFailure;
    }

    double seconds() {
        return measuredNanos / 1e9;
    }

    Histogram latencies() {
        return latencies;
    }
}
