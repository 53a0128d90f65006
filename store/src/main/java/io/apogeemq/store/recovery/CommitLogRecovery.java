package io.apogeemq.store.recovery;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.dispatch.Dispatcher;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.MappedFileQueue;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.queue.ConsumeQueue;
import io.apogeemq.store.queue.ConsumeQueueTable;
import io.apogeemq.store.queue.EntryBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks the log from a position on, checks every record, hands it to the dispatch, finds the end, and
 * cuts off what follows.
 *
 * <pre>
 * at a position is     then
 *   a record           go on behind it
 *   a blank filler     go on in the next file
 *   anything else      a whole record further on? the range between is damage: reported, skipped
 *                      none?                      the end of the log: the rest is zeroed, durably
 * </pre>
 *
 * <p>What a record contains is not judged, only its frame and its checksum.
 */
final class CommitLogRecovery {

    private static final Logger log = LoggerFactory.getLogger(CommitLogRecovery.class);

    private final StoreFiles files;
    private final MappedFileQueue segments;
    private final Dispatcher dispatcher;
    private final ConsumeQueueTable queues;
    private final DamageReport damage;
    private final int searchBytes;

    private long records;
    private long queuesFrom;

    /**
     * @param searchBytes so many zeros in a row mean that nothing more was written in that file
     */
    CommitLogRecovery(
            StoreFiles files,
            MappedFileQueue segments,
            Dispatcher dispatcher,
            ConsumeQueueTable queues,
            DamageReport damage,
            int searchBytes) {
        this.files = files;
        this.segments = segments;
        this.dispatcher = dispatcher;
        this.queues = queues;
        this.damage = damage;
        this.searchBytes = searchBytes;
    }

    long recordsScanned() {
        return records;
    }

    /**
     * Finds the end of the log.
     *
     * @param from a record boundary to begin at
     * @param dispatchFrom records from here on are handed to the dispatch
     * @param queuesFromOffset records from here on are missing in the queues, as far as is known
     * @param trustEmptyTail whether nothing written at {@code from} or later means the end without a
     *     search: after a clean stop
     */
    long findEnd(long from, long dispatchFrom, long queuesFromOffset, boolean trustEmptyTail)
            throws IOException {
        queuesFrom = queuesFromOffset;
        RecordScanner scanner = dispatcher.scanner();
        int index = indexOf(from);
        if (index < 0) {
            return segments.last().endOffset();
        }
        long at = from;
        while (index < segments.fileCount()) {
            MappedFile file = segments.file(index);
            at = Math.max(at, file.firstOffset());
            int position = (int) (at - file.firstOffset());
            RecordCheck check =
                    scanner.inspect(file.buffer(), position, file.fileBytes(), at, true);
            boolean isFileEnd = file.fileBytes() - position < RecordLayout.BLANK_BYTES;
            if (check == RecordCheck.VALID) {
                if (at >= dispatchFrom) {
                    dispatcher.dispatch();
                }
                records++;
                at += scanner.recordBytes();
            } else if (check == RecordCheck.BLANK || isFileEnd) {
                at = file.endOffset();
                index++;
            } else {
                boolean isEnd = check == RecordCheck.EMPTY && trustEmptyTail;
                long next = isEnd ? -1 : nextRecord(index, position + 1);
                if (next < 0) {
                    return at;
                }
                report(file, at, next);
                at = next;
                index = indexOf(next);
            }
        }
        return at;
    }

    /** Says of each file what of it was skipped. */
    private void report(MappedFile file, long from, long to) {
        String topic = LostTopic.at(file, (int) (from - file.firstOffset()));
        for (int i = indexOf(from); i < segments.fileCount(); i++) {
            MappedFile part = segments.file(i);
            long begin = Math.max(from, part.firstOffset());
            long end = Math.min(to, part.endOffset());
            if (begin < end) {
                log.error(
                        "log is damaged, skipped to the next whole record file={} from={} to={}"
                                + " topic={}",
                        part.path(),
                        begin,
                        end,
                        topic);
                damage.skipped(part.path(), begin, end, topic);
            }
            topic = "";
        }
    }

    private int indexOf(long physicalOffset) {
        for (int i = segments.fileCount() - 1; i >= 0; i--) {
            if (physicalOffset >= segments.file(i).firstOffset()) {
                return physicalOffset < segments.file(i).endOffset() ? i : i + 1;
            }
        }
        return 0;
    }

    /** The first whole record behind a position, or -1. */
    private long nextRecord(int fromIndex, int fromPosition) throws IOException {
        RecordScanner scanner = dispatcher.scanner().another();
        for (int i = fromIndex; i < segments.fileCount(); i++) {
            MappedFile file = segments.file(i);
            int start = i == fromIndex ? fromPosition : 0;
            int found = nextRecordIn(file, start, scanner);
            if (found >= 0) {
                return file.firstOffset() + found;
            }
        }
        return -1;
    }

    private int nextRecordIn(MappedFile file, int start, RecordScanner scanner) throws IOException {
        ByteBuffer map = file.buffer();
        int last = file.fileBytes() - RecordLayout.MIN_RECORD_BYTES;
        int zeros = 0;
        int at = start;
        while (at <= last && zeros < searchBytes) {
            if (map.getLong(at) == 0) {
                at += 4; // the magic of a record has no zero byte, so none begins in between
                zeros += 4;
                continue;
            }
            zeros = 0;
            int magic = map.getInt(at + RecordLayout.MAGIC);
            if ((magic == RecordLayout.MAGIC_V1 || magic == RecordLayout.MAGIC_V2)
                    && scanner.inspect(map, at, file.fileBytes(), file.firstOffset() + at, true)
                            == RecordCheck.VALID
                    && !isStale(scanner)) {
                return at;
            }
            at++;
        }
        return -1;
    }

    /**
     * Remains of a log that was cut here once: their queue has other messages with these numbers already.
     */
    private boolean isStale(RecordScanner scanner) throws IOException {
        if (scanner.physicalOffset() < queuesFrom || !scanner.isQueued()) {
            return false;
        }
        Optional<ConsumeQueue> queue = queues.find(scanner.topic(), scanner.queueId());
        if (queue.isEmpty() || scanner.queueOffset() >= queue.get().maxOffset()) {
            return false;
        }
        if (scanner.queueOffset() < queue.get().minOffset()) {
            return true;
        }
        EntryBuffer entry = new EntryBuffer(1);
        queue.get().read(scanner.queueOffset(), 1, entry);
        return entry.count() == 0 || entry.physicalOffset(0) != scanner.physicalOffset();
    }

    /** Removes everything behind the end; durable when it returns. */
    void cut(long end) throws IOException {
        while (segments.fileCount() > 1 && segments.last().firstOffset() >= end) {
            MappedFile file = segments.removeLast();
            file.release();
            files.delete(file.path());
            // One by one: a power cut must not leave a later file without the one before it.
            files.forceDirectory(file.path().toAbsolutePath().getParent());
            log.info("log file behind the end removed file={}", file.path());
        }
        MappedFile last = segments.last();
        if (end < last.endOffset()) {
            last.cut((int) (end - last.firstOffset()));
        }
    }
}
