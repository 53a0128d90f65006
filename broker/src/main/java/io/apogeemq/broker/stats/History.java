package io.apogeemq.broker.stats;

/**
 * Some past values of sums that only grow, and from them their growth over a span of time.
 *
 * <pre>
 * row, one for each sample, in a ring:  time in ms, requests, messages, bytes
 * </pre>
 *
 * <p>Samples are taken only when a sum changed, and at most one for each step. Between two samples the
 * sums count as having their older values.
 *
 * <p>Threads: guarded by the {@link Traffic} that owns it.
 */
final class History {
    static final int REQUESTS = 1;
    static final int MESSAGES = 2;
    static final int BYTES = 3;

    private static final int ROW = 4;

    private final long stepMillis;
    private final long spanMillis;
    private final long[] rows;
    private final int capacity;
    private int newest = -1; // number of the newest row
    private int count;

    /** For growth over {@code steps} steps of that length. */
    History(long stepMillis, int steps) {
        this.stepMillis = stepMillis;
        this.spanMillis = stepMillis * steps;
        this.capacity = steps + 2; // one that is older than the span, one for the newest
        this.rows = new long[capacity * ROW];
    }

    /** The sums had these values at that time. */
    void sample(long requests, long messages, long bytes, long nowMillis) {
        if (count > 0 && nowMillis - rows[newest * ROW] < stepMillis) {
            return;
        }
        newest = (newest + 1) % capacity;
        rows[newest * ROW] = nowMillis;
        rows[newest * ROW + REQUESTS] = requests;
        rows[newest * ROW + MESSAGES] = messages;
        rows[newest * ROW + BYTES] = bytes;
        count = Math.min(count + 1, capacity);
    }

    /** How much one of the sums has grown to {@code now} within the span that ends now. */
    Growth growth(int column, long now, long nowMillis) {
        long start = nowMillis - spanMillis;
        int base = newest;
        for (int age = 0; age < count; age++) {
            base = (newest - age + capacity) % capacity;
            if (rows[base * ROW] <= start) {
                break;
            }
        }
        return base < 0
                ? new Growth(0, spanMillis)
                : new Growth(
                        now - rows[base * ROW + column],
                        nowMillis - Math.max(rows[base * ROW], start));
    }

    /** How much in how long. */
    record Growth(long amount, long millis) {
        double perSecond() {
            return millis <= 0 ? 0 : amount * 1000.0 / millis;
        }
    }
}
