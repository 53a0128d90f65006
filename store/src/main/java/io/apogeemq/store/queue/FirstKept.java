package io.apogeemq.store.queue;

import java.io.IOException;

/**
 * Searches entries of a queue, which point onwards in the log, for the first whose message the log still
 * has: by halves, and one by one where a damaged entry has misled that.
 *
 * <p>Threads: pure functions.
 */
final class FirstKept {

    /** Before the one that was found: of three, one is damaged as a whole if the last is in part. */
    private static final int ENTRIES_LOOKED_AT = 3;

    /** Entries by their number. */
    interface Entries {

        /** Whether the log still has the message. */
        boolean isKept(long index) throws IOException;

        long physicalOffset(long index) throws IOException;

        int recordBytes(long index) throws IOException;

        /** A damaged entry was in the way of the search. */
        default void onDamage() {}
    }

    private FirstKept() {}

    /** The first from {@code begin} on whose message is kept; {@code end} if there is none. */
    static long in(Entries entries, long begin, long end) throws IOException {
        long low = begin;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (entries.isKept(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (!wasMisled(entries, begin, low)) {
            return low;
        }
        entries.onDamage();
        long at = begin;
        while (at < low && !entries.isKept(at)) {
            at++;
        }
        return at;
    }

    /** Whether the search took a damaged entry for one whose message is gone. */
    private static boolean wasMisled(Entries entries, long begin, long found) throws IOException {
        boolean isMisled = false;
        long next = Long.MAX_VALUE;
        for (long at = found - 1; at >= Math.max(begin, found - ENTRIES_LOOKED_AT); at--) {
            long physical = entries.physicalOffset(at);
            isMisled |= entries.recordBytes(at) <= 0 || physical < 0 || physical > next;
            next = physical;
        }
        for (long back = 1; found - back >= begin && !isMisled; back *= 2) {
            isMisled = entries.isKept(found - back);
        }
        return isMisled;
    }
}
