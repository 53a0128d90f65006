package io.apogeemq.store.read;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.MappedSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers records into slices: those that lie side by side in one file share one slice and one lease.
 *
 * <p>Threads: confined to one read.
 */
final class SliceCollector {

    private final CommitLog commitLog;
    private final RecordTrust trust;
    private final List<MappedSlice> slices = new ArrayList<>(2);
    private boolean runIsOpen; // then its file is leased
    private MappedFile file;
    private long runStart;
    private long runEnd;
    private int messages;
    private int bytes;
    private boolean endsInBatch;

    SliceCollector(CommitLog commitLog, RecordTrust trust) {
        this.commitLog = commitLog;
        this.trust = trust;
    }

    int messages() {
        return messages;
    }

    int bytes() {
        return bytes;
    }

    /** Whether the record added last holds many messages. */
    boolean endsInBatch() {
        return endsInBatch;
    }

    /** Adds the record of a queue entry; false if there is no such record at that place. */
    boolean add(long queueOffset, long physicalOffset, int length) {
        endsInBatch = false;
        boolean extendsRun =
                runIsOpen
                        && physicalOffset == runEnd
                        && physicalOffset + length <= file.endOffset();
        if (!extendsRun) {
            endRun();
            if (!startRun(physicalOffset, length)) {
                return false;
            }
        }
        if (!isRecord(queueOffset, physicalOffset, length)) {
            return false;
        }
        runEnd = physicalOffset + length;
        messages++;
        bytes += length;
        return true;
    }

    private boolean startRun(long physicalOffset, int length) {
        Optional<MappedFile> found = commitLog.files().find(physicalOffset);
        if (found.isEmpty()) {
            return false;
        }
        MappedFile candidate = found.get();
        if (physicalOffset + length > candidate.endOffset()
                || physicalOffset + length > commitLog.writtenOffset()
                || !candidate.tryLease()) {
            return false;
        }
        runIsOpen = true;
        file = candidate;
        runStart = physicalOffset;
        runEnd = physicalOffset;
        return true;
    }

    /** Size, magic, own position and number fit: the entry was not damaged, nor is it of another log. */
    private boolean isRecord(long queueOffset, long physicalOffset, int length) {
        if (length < RecordLayout.MIN_RECORD_BYTES) {
            return false;
        }
        ByteBuffer map = file.buffer();
        int position = (int) (physicalOffset - file.firstOffset());
        endsInBatch = SysFlag.isInnerBatch(map.getInt(position + RecordLayout.SYS_FLAG));
        long sizeAndMagic = map.getLong(position + RecordLayout.TOTAL_SIZE);
        int magic = (int) sizeAndMagic;
        return sizeAndMagic >>> Integer.SIZE == length
                && (magic == RecordLayout.MAGIC_V1 || magic == RecordLayout.MAGIC_V2)
                && map.getLong(position + RecordLayout.PHYSICAL_OFFSET) == physicalOffset
                && (map.getLong(position + RecordLayout.QUEUE_OFFSET) == queueOffset
                        || endsInBatch
                        || !trust.isNumberedByUs(physicalOffset))
                && (trust.isTrusted(physicalOffset) || trust.isIntact(file, physicalOffset));
    }

    private void endRun() {
        if (!runIsOpen) {
            return;
        }
        if (runEnd > runStart) {
            slices.add(
                    file.leasedSlice(
                            (int) (runStart - file.firstOffset()), (int) (runEnd - runStart)));
        } else {
            file.release();
        }
        runIsOpen = false;
    }

    List<MappedSlice> finish() {
        endRun();
        return slices;
    }

    /** Gives everything back. */
    void discard() {
        endRun();
        slices.forEach(MappedSlice::close);
    }
}
