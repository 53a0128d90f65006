package io.apogeemq.broker.stats;

/**
 * Some past values of a sum that only grows, and from them its growth over a span of time.
 *
 * <p>Samples are taken only when the sum changed, and at most one for each step. Between two samples
 * the sum counts as having its older value.
 *
 * <p>Threads: guarded by the counter that owns it.
 */
final class History {
    private final long stepMillis;
    private final long spanMillis;
    private final long[] times;
    private final long[] sums;
    private int newest = -1; // index of the newest sample
    private int count;

    /** For growth over {@code steps} steps of that length. */
    History(long stepMillis, int steps) {
        this.stepMillis = stepMillis;
        this.spanMillis = stepMillis * steps;
        this.times = new long[steps + 2]; // one that is older than the span, one for the newest
        this.sums = new long[steps + 2];
    }

    /** The sum had this value at that time. */
    void sample(long sum, long nowMillis) {
        if (count > 0 && nowMillis - times[newest] < stepMillis) {
            return;
        }
        newest = (newest + 1) % times.length;
        times[newest] = nowMillis;
        sums[newest] = sum;
        count = Math.min(count + 1, times.length);
    }

    /** How much the sum has grown to {@code sum} within the span that ends now. */
    Growth growth(long sum, long nowMillis) {
        long start = nowMillis - spanMillis;
        int base = newest;
        for (int age = 0; age < count; age++) {
            base = (newest - age + times.length) % times.length;
            if (times[base] <= start) {
                break;
            }
        }
        if (base < 0) {
            return new Growth(0, spanMillis);
        }
        return new Growth(sum - sums[base], nowMillis - Math.max(times[base], start));
    }

    /** How much in how long. */
    record Growth(long amount, long millis) {
        double perSecond() {
            return millis <= 0 ? 0 : amount * 1000.0 / millis;
        }
    }
}
