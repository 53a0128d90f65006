package io.apogeemq.store.recovery;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What recovery found that should not be: ranges of the log that hold no record though records follow,
 * and records that were known to be on disk and are not.
 *
 * <p>Threads: filled by the opening thread, read by any afterwards.
 */
public final class DamageReport {

    /** A damaged range of one log file, skipped. */
    public record Range(Path file, long fromPhysicalOffset, long toPhysicalOffset) {}

    private final List<Range> skipped = new ArrayList<>();
    private long lostBytes;

    void skipped(Path file, long from, long to) {
        skipped.add(new Range(file, from, to));
    }

    void lost(long bytes) {
        lostBytes = bytes;
    }

    /** Where the first damage begins; {@link Long#MAX_VALUE} without. */
    long firstOffset() {
        return skipped.isEmpty() ? Long.MAX_VALUE : skipped.get(0).fromPhysicalOffset();
    }

    /** Damage in the middle of the log, in log order. */
    public List<Range> skippedRanges() {
        return List.copyOf(skipped);
    }

    /** Bytes at the end of the log that were once known to be on disk. */
    public long lostBytes() {
        return lostBytes;
    }
}
