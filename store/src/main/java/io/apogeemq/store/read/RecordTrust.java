package io.apogeemq.store.read;

import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.MappedFile;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose checksum is looked at before a record is handed out. What this process has written itself, and what
 * has not left the memory since, is as it was written; anything else may have been damaged on the disk.
 *
 * <p>Threads: safe for any thread.
 *
 * <p>Errors: a damaged record is counted, and logged once for each MiB of the log.
 */
final class RecordTrust {

    private static final Logger log = LoggerFactory.getLogger(RecordTrust.class);
    private static final int LOGGED_RANGE_BITS = 20;
    private static final int MOST_LOGGED_RANGES = 1000;

    private final CommitLog commitLog;
    private final ColdRead coldRead;
    private final long openedAt;
    private final long checksumsFrom;
    private final ThreadLocal<RecordScanner> scanners;
    private final LongAdder damaged = new LongAdder();
    private final Set<Long> loggedRanges = ConcurrentHashMap.newKeySet();

    /**
     * @param openedAt end of the log when the store was opened
     * @param checksumsFrom records from this physical offset on end in a checksum of all of them
     */
    RecordTrust(CommitLog commitLog, ColdRead coldRead, long openedAt, long checksumsFrom) {
        this.scanners = ThreadLocal.withInitial(() -> new RecordScanner(checksumsFrom));
        this.commitLog = commitLog;
        this.coldRead = coldRead;
        this.openedAt = openedAt;
        this.checksumsFrom = checksumsFrom;
    }

    /** Whether the record needs no look at its checksum. Hot: two comparisons. */
    boolean isTrusted(long physicalOffset) {
        return physicalOffset >= openedAt
                && !coldRead.isCold(physicalOffset, commitLog.writtenOffset());
    }

    /**
     * Whether a record has to have the number of its place in its queue: ours have it. Hot: one comparison.
     */
    boolean isNumberedByUs(long physicalOffset) {
        return physicalOffset >= checksumsFrom;
    }

    /** Compares a record with its checksum; the file is leased. */
    boolean isIntact(MappedFile file, long physicalOffset) {
        boolean isIntact = recordBytes(file, physicalOffset, file.endOffset()) > 0;
        if (!isIntact) {
            report(file, physicalOffset);
        }
        return isIntact;
    }

    /**
     * Length of the record at a position, its checksum looked at; 0 if there is no whole one below the
     * limit. The file is leased.
     */
    int recordBytes(MappedFile file, long physicalOffset, long limit) {
        RecordScanner scanner = scanners.get();
        int position = (int) (physicalOffset - file.firstOffset());
        int end = (int) Math.min(file.fileBytes(), limit - file.firstOffset());
        RecordCheck check = scanner.inspect(file.buffer(), position, end, physicalOffset, true);
        return check == RecordCheck.VALID ? scanner.recordBytes() : 0;
    }

    private void report(MappedFile file, long physicalOffset) {
        damaged.increment();
        if (loggedRanges.size() < MOST_LOGGED_RANGES
                && loggedRanges.add(physicalOffset >>> LOGGED_RANGE_BITS)) {
            log.error(
                    "record is damaged, consumers do not get it; more of them within the same MiB are only"
                            + " counted: run 'mqadmin storeVerify' file={} physicalOffset={}",
                    file.path(),
                    physicalOffset);
        }
    }

    /** How often a damaged record was passed by. */
    long damaged() {
        return damaged.sum();
    }
}
