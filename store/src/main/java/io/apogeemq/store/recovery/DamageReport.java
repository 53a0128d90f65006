package io.apogeemq.store.recovery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What recovery found that should not be: ranges of the log that hold no record though records follow,
 * and records that were known to be on disk and are not.
 *
 * <p>Threads: filled by the opening thread, read by any afterwards.
 */
public final class DamageReport {

    /**
     * A range of one log file that was skipped.
     *
     * @param topic of the record that began there, empty if that can't be told any more
     */
    public record Range(Path file, long fromPhysicalOffset, long toPhysicalOffset, String topic) {

        private boolean isWithin(Range other) {
            return fromPhysicalOffset >= other.fromPhysicalOffset
                    && toPhysicalOffset <= other.toPhysicalOffset;
        }

        public long bytes() {
            return toPhysicalOffset - fromPhysicalOffset;
        }
    }

    private final List<Range> missing = new ArrayList<>(); // whole parts of files
    private final List<Range> skipped = new ArrayList<>(); // found by reading
    private long lostBytes;

    void skipped(Path file, long from, long to, String topic) {
        skipped.add(new Range(file, from, to, topic));
    }

    /** A part of a file, or all of it, is not there. */
    void missing(Path file, long from, long to) {
        missing.add(new Range(file, from, to, ""));
    }

    /** The log is read again: what was skipped is found again. */
    void startAgain() {
        skipped.clear();
    }

    void lost(long bytes) {
        lostBytes = bytes;
    }

    /**
     * Where the first damage begins that was found by reading and ends behind a position; {@link
     * Long#MAX_VALUE} without.
     */
    long firstOffset(long behind) {
        for (Range range : skipped) {
            if (range.toPhysicalOffset() > behind) {
                return range.fromPhysicalOffset();
            }
        }
        return Long.MAX_VALUE;
    }

    /** Damage in the middle of the log, in log order. */
    public List<Range> skippedRanges() {
        List<Range> all = new ArrayList<>(missing);
        for (Range range : skipped) {
            if (missing.stream().noneMatch(range::isWithin)) {
                all.add(range);
            }
        }
        all.sort(Comparator.comparingLong(Range::fromPhysicalOffset));
        return List.copyOf(all);
    }

    /** Bytes in the middle of the log that hold no record any more. */
    public long skippedBytes() {
        return skippedRanges().stream().mapToLong(Range::bytes).sum();
    }

    /** Bytes at the end of the log that were once known to be on disk. */
    public long lostBytes() {
        return lostBytes;
    }
}
