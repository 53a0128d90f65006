package io.apogeemq.store.read;

import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.queue.ConsumeQueueEntry;
import io.apogeemq.store.queue.EntryBuffer;
import java.util.Optional;

/**
 * The hash of the tag of an entry. The peer may have written the place of an extension instead, which
 * repeats what the record says, and may be missing: the record is asked then. Source: store spec,
 * "ConsumeQueue", section 3.
 *
 * <p>Threads: any, no locks.
 */
final class EntryTags {

    private final CommitLog commitLog;
    private final ThreadLocal<RecordScanner> scanners = ThreadLocal.withInitial(RecordScanner::new);

    EntryTags(CommitLog commitLog) {
        this.commitLog = commitLog;
    }

    /** Hot: a comparison, unless the peer made the entry. */
    long of(EntryBuffer entries, int index) {
        long code = entries.tagsCode(index);
        return ConsumeQueueEntry.isExtensionAddress(code)
                ? ofRecord(entries.physicalOffset(index), code)
                : code;
    }

    private long ofRecord(long physicalOffset, long otherwise) {
        Optional<MappedFile> found = commitLog.files().find(physicalOffset);
        if (found.isEmpty() || !found.get().tryLease()) {
            return otherwise;
        }
        MappedFile file = found.get();
        try {
            RecordScanner scanner = scanners.get();
            int position = (int) (physicalOffset - file.firstOffset());
            RecordCheck check =
                    scanner.inspect(
                            file.buffer(), position, file.fileBytes(), physicalOffset, false);
            return check == RecordCheck.VALID ? scanner.tagHash() : otherwise;
        } finally {
            file.release();
        }
    }
}
