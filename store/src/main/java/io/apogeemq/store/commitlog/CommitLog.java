package io.apogeemq.store.commitlog;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.store.append.AppendReceipt;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchOutcome;
import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.append.WriteGate;
import io.apogeemq.store.file.FilePreallocator;
import io.apogeemq.store.file.ForceFailed;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.MappedFileQueue;
import io.apogeemq.store.file.MappedSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log of all messages: the only truth of the store.
 *
 * <p>An append is all or nothing. What can be computed before is; under the append lock the record
 * gets its queue offset, its position and its store time, and is copied behind the records that wait
 * to be written. {@link #writeOut} writes all of them with one positional write and publishes the end
 * of the log. Readers look at the mapped file, never beyond the published end.
 *
 * <p>Why not store into the map: a store makes the page writable by a fault, and that dirties the
 * inode, so that every force waits for the file system's journal; measured in docs/performance.md.
 *
 * <p>Threads: any thread appends (guarded by {@code appendLock}), writes out (guarded by {@code
 * writeLock}, taken before the append lock where both are) and reads. No I/O under the append lock:
 * when blocks, buffer or the next file are missing, the appender lets go, gets them, and tries again.
 *
 * <p>Errors: a full disk refuses, with nothing written; {@link WriteGate} closes on anything worse.
 */
public final class CommitLog implements FilePreallocator.Progress {

    /** A clock that steps back further than this is followed, so that store times don't freeze. */
    private static final long CLOCK_SLACK_MILLIS = 10_000;

    /** A few microseconds: about what the lock is held for a batch. */
    private static final int LOOKS_AT_LOCK = 200;

    private final CommitLogConfig config;
    private final MappedFileQueue files;
    private final FilePreallocator preallocator;
    private final QueueOffsets queueOffsets;
    private final WriteGate gate;
    private final Clock clock;
    private final int largestRecordBytes;

    private final ThreadLocal<Appender> appenders;

    /** What an append may have to wait for. */
    private enum Missing {
        NOTHING,
        OPEN_GATE,
        /** The present file has no room: it has to be closed, and the next one made. */
        FILE,
        BLOCKS,
        /** The buffer of records that wait to be written is full. */
        WRITE
    }

    /** Why an append can't have its place. */
    private record Refusal(RefusalReason reason, String detail) {}

    private final ReentrantLock writeLock = new ReentrantLock();
    private WriteBuffer spare = new WriteBuffer(); // guarded by writeLock
    private boolean writeFailed; // guarded by writeLock
    private volatile long writtenOffset; // written under writeLock, after the bytes

    private final ReentrantLock appendLock = new ReentrantLock();
    private final RecentAppends recent = new RecentAppends();
    private WriteBuffer waiting = new WriteBuffer(); // guarded by appendLock, exchanged under both
    private volatile long appendedOffset; // written under appendLock
    private volatile MappedFile current; // written under both locks
    private long lastStoreTimestamp; // guarded by appendLock
    private long appendedMessages; // guarded by appendLock
    private long appendedBytes; // guarded by appendLock
    private long rollOvers; // guarded by appendLock
    private final LongAdder refused = new LongAdder();
    private final LongAdder allocationWaits = new LongAdder();

    /**
     * @param files as recovery left them, the last one is written to
     * @param writtenOffset the end of the log, inside the last file or at its end
     */
    public CommitLog(
            CommitLogConfig config,
            MappedFileQueue files,
            long writtenOffset,
            QueueOffsets queueOffsets,
            WriteGate gate,
            Clock clock,
            Loops loops) {
        this.config = config;
        this.files = files;
        this.writtenOffset = writtenOffset;
        this.appendedOffset = writtenOffset;
        this.waiting.restart(writtenOffset);
        this.current = files.last();
        this.queueOffsets = queueOffsets;
        this.gate = gate;
        this.clock = clock;
        boolean withCrc = config.appendPropertyCrc();
        this.appenders = ThreadLocal.withInitial(() -> new Appender(withCrc));
        this.largestRecordBytes = config.fileBytes() - RecordLayout.BLANK_BYTES;
        this.preallocator =
                new FilePreallocator(
                        config.files(),
                        config.directory(),
                        config.fileBytes(),
                        config.preallocateBytes(),
                        config.forcesBlocks(),
                        this,
                        loops);
    }

    /** Starts preparing blocks ahead of the first append. */
    public void start() {
        preallocator.start();
        preallocator.wake();
    }

    // ---- append

    /**
     * Gives one message its place. Hot: allocates nothing; copies body and properties once; one
     * lock held for that copy; no system call but for the clock. It is in the log, for others to see
     * and to be promised to anybody, after {@link #writeOut}.
     */
    public void append(AppendRequest request, AppendReceipt receipt) {
        int bodyLength = request.body().remaining();
        QueueOffsets.OfTopic topic = queueOffsets.topic(request.topic());
        RefusalReason bad = check(topic.utf8().length, request.queueId());
        if (bad == null && bodyLength > config.maxMessageBytes()) {
            bad = RefusalReason.MESSAGE_TOO_LARGE;
        }
        if (bad != null) {
            refuse(receipt, bad, Refusals.text(bad, request, config.maxMessageBytes()));
            return;
        }
        Appender appender = appenders.get();
        RecordWriter writer = appender.record();
        if (!writer.compose(request, topic.utf8())) {
            bad = RefusalReason.PROPERTIES_TOO_LARGE;
            refuse(receipt, bad, Refusals.text(bad, request, config.maxMessageBytes()));
            return;
        }
        int recordBytes = writer.recordBytes();
        boolean isPlain = isPlain(request.sysFlag());
        boolean numbered = SysFlag.isQueued(request.sysFlag());

        Optional<Refusal> refusal = lockPlace(recordBytes);
        if (refusal.isPresent()) {
            refuse(receipt, refusal.get().reason(), refusal.get().detail());
            return;
        }
        long at;
        long queueOffset;
        long storeTimestamp;
        try {
            at = appendedOffset;
            queueOffset = numbered ? topic.next(request.queueId()) : 0;
            storeTimestamp = storeTime();
            writer.copyTo(waiting.bytes(), waiting.length(), queueOffset, at, storeTimestamp);
            if (numbered) {
                topic.set(request.queueId(), queueOffset + 1);
            }
            if (isPlain) {
                recent.add(
                        request.topic(),
                        request.queueId(),
                        queueOffset,
                        at,
                        recordBytes,
                        storeTimestamp,
                        writer.keys());
            }
            appended(recordBytes, 1);
        } finally {
            appendLock.unlock();
        }
        appender.appendedUpTo(at + recordBytes);
        receipt.stored(at, queueOffset, recordBytes, storeTimestamp);
    }

    /** Stores a client batch: all of it, side by side in one file, or nothing. */
    public BatchOutcome appendBatch(BatchAppendRequest request) {
        QueueOffsets.OfTopic topic = queueOffsets.topic(request.topic());
        RefusalReason bad = check(topic.utf8().length, request.queueId());
        if (bad != null) {
            return refuseBatch(bad, Refusals.text(bad, request.topic(), request.queueId()));
        }
        Appender appender = appenders.get();
        BatchWriter writer = appender.batch();
        int maxBytes = Math.min(largestRecordBytes, config.maxBatchBytes());
        if (!writer.compose(request, topic.utf8(), maxBytes)) {
            return refuseBatch(writer.problem(), writer.problemText());
        }
        int totalBytes = writer.totalBytes();
        boolean isPlain = isPlain(request.sysFlag());
        int step = SysFlag.isQueued(request.sysFlag()) ? 1 : 0;

        Optional<Refusal> refusal = lockPlace(totalBytes);
        if (refusal.isPresent()) {
            return refuseBatch(refusal.get().reason(), refusal.get().detail());
        }
        long at;
        long firstQueueOffset;
        long storeTimestamp;
        try {
            at = appendedOffset;
            firstQueueOffset = step == 0 ? 0 : topic.next(request.queueId());
            storeTimestamp = storeTime();
            writer.copyTo(
                    waiting.bytes(), waiting.length(), firstQueueOffset, step, at, storeTimestamp);
            if (step > 0) {
                topic.set(request.queueId(), firstQueueOffset + writer.count());
            }
            if (isPlain) {
                writer.tell(recent, request, firstQueueOffset, at, storeTimestamp);
            }
            appended(totalBytes, writer.count());
        } finally {
            appendLock.unlock();
        }
        appender.appendedUpTo(at + totalBytes);
        return new BatchOutcome.Appended(
                writer.physicalOffsets(at), firstQueueOffset, at + totalBytes, storeTimestamp);
    }

    /**
     * Takes the append lock when there is a place for so many bytes at the appended offset; the caller
     * gives it back. Or says why there is none, without the lock.
     */
    private Optional<Refusal> lockPlace(int bytes) {
        while (true) {
            Missing missing = Missing.OPEN_GATE;
            lockAppends();
            try {
                missing = missingFor(bytes);
            } finally {
                if (missing != Missing.NOTHING) {
                    appendLock.unlock();
                }
            }
            if (missing == Missing.NOTHING) {
                return Optional.empty();
            }
            Optional<Refusal> refusal = makeRoom(missing, bytes);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
    }

    /** Looks again for a few microseconds, as long as the lock is held, before it sleeps. */
    private void lockAppends() {
        for (int i = 0; i < LOOKS_AT_LOCK; i++) {
            if (appendLock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        appendLock.lock();
    }

    /** What so many bytes at the appended offset would have to wait for. Append lock held. */
    private Missing missingFor(int bytes) {
        if (!gate.isOpen()) {
            return Missing.OPEN_GATE;
        }
        MappedFile file = current;
        int position = (int) (appendedOffset - file.firstOffset());
        int needed = position + bytes + RecordLayout.BLANK_BYTES; // the filler may have to follow
        if (needed > config.fileBytes()) {
            return Missing.FILE;
        }
        int allocated = file.allocatedEnd();
        if (needed > allocated) {
            return Missing.BLOCKS;
        }
        if (!waiting.hasRoom(bytes)) {
            return Missing.WRITE;
        }
        if (needed + preallocator.lowWaterBytes() > Math.min(allocated, config.fileBytes())) {
            preallocator.wake();
        }
        return Missing.NOTHING;
    }

    private void appended(int bytes, int messages) {
        waiting.added(bytes);
        appendedMessages += messages;
        appendedBytes += bytes;
        appendedOffset = waiting.end();
    }

    /** Gets what is missing, or says why it can't be had; empty: try again. Append lock not held. */
    private Optional<Refusal> makeRoom(Missing missing, int bytes) {
        return switch (missing) {
            case NOTHING -> throw new AssertionError("nothing is missing");
            case OPEN_GATE -> gate.closed().map(why -> new Refusal(why.reason(), why.detail()));
            case WRITE -> {
                drain();
                yield Optional.empty();
            }
            case FILE, BLOCKS -> allocate(missing, bytes);
        };
    }

    private Optional<Refusal> allocate(Missing missing, int bytes) {
        allocationWaits.increment();
        try {
            MappedFile file = current;
            int position = (int) Math.max(0, appendedOffset - file.firstOffset());
            if (missing == Missing.FILE) {
                preallocator.require(file, position + RecordLayout.BLANK_BYTES);
                preallocator.prepareNext(file.endOffset());
                rollOver(file, bytes);
            } else {
                preallocator.require(file, position + bytes + RecordLayout.BLANK_BYTES);
            }
            return Optional.empty();
        } catch (ForceFailed e) {
            onForceFailed(e); // that closes the gate, which the next try finds
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    new Refusal(
                            RefusalReason.DISK_FULL,
                            "no room for a record of "
                                    + bytes
                                    + " bytes on the disk of '"
                                    + config.directory()
                                    + "': "
                                    + e.getMessage()
                                    + "; messages are taken again as soon as there is space: delete"
                                    + " something there, or lower fileReservedTime"));
        }
    }

    /** Closes a file in which so many bytes have no room, and goes on in the prepared next one. */
    private void rollOver(MappedFile full, int bytes) {
        writeLock.lock();
        try {
            writeWaiting();
            appendLock.lock();
            try {
                int position = (int) (appendedOffset - full.firstOffset());
                boolean isStillFull =
                        current == full
                                && waiting.isEmpty()
                                && !writeFailed
                                && position + bytes + RecordLayout.BLANK_BYTES > config.fileBytes()
                                && full.allocatedEnd()
                                        >= Math.min(
                                                position + RecordLayout.BLANK_BYTES,
                                                config.fileBytes());
                Optional<MappedFile> next =
                        isStillFull && closeFile(full, position)
                                ? preallocator.takeNext(full.endOffset())
                                : Optional.empty();
                if (next.isPresent()) {
                    files.add(next.get());
                    current = next.get();
                    waiting.restart(full.endOffset());
                    appendedOffset = full.endOffset();
                    writtenOffset = full.endOffset();
                    rollOvers++;
                }
            } finally {
                appendLock.unlock();
            }
        } finally {
            writeLock.unlock();
        }
    }

    /**
     * Writes the filler, eight bytes. Not through the map: there a disk that does not take them would
     * be a fault instead of an exception.
     */
    private boolean closeFile(MappedFile file, int position) {
        int room = config.fileBytes() - position;
        if (room < RecordLayout.BLANK_BYTES) {
            return true;
        }
        ByteBuffer filler = ByteBuffer.allocate(RecordLayout.BLANK_BYTES);
        filler.putInt(RecordLayout.TOTAL_SIZE, room);
        filler.putInt(RecordLayout.MAGIC, RecordLayout.MAGIC_BLANK);
        try {
            file.write(filler, position);
            return true;
        } catch (IOException e) {
            writeFailed = true;
            gate.failStop("log file '" + file.path() + "' could not be closed", e);
            return false;
        }
    }

    // ---- write

    /**
     * Writes everything that was appended so far, by whomever, and publishes it.
     *
     * @return whether what this thread appended is in the log; if not, the gate is closed and none of
     *     it may be acknowledged
     */
    public boolean writeOut() {
        Appender appender = appenders.get();
        long mine = appender.appendedEnd();
        if (mine <= writtenOffset) {
            return true;
        }
        drain();
        boolean isWritten = mine <= writtenOffset;
        appender.appendedUpTo(0);
        return isWritten;
    }

    private void drain() {
        // An interrupt in the middle of the write would close the file under everybody.
        boolean wasInterrupted = Thread.interrupted();
        writeLock.lock();
        try {
            writeWaiting();
        } finally {
            writeLock.unlock();
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Write lock held. */
    private void writeWaiting() {
        WriteBuffer full;
        appendLock.lock();
        try {
            if (waiting.isEmpty() || writeFailed) {
                return;
            }
            full = waiting;
            waiting = spare;
            waiting.restart(full.end());
        } finally {
            appendLock.unlock();
        }
        spare = full;
        MappedFile file = current;
        try {
            file.write(full.content(), (int) (full.start() - file.firstOffset()));
            writtenOffset = full.end();
        } catch (IOException e) {
            writeFailed = true;
            gate.failStop("log file '" + file.path() + "' could not be written", e);
        }
    }

    private long storeTime() {
        long now = clock.millis();
        long last = lastStoreTimestamp;
        if (now < last && last - now < CLOCK_SLACK_MILLIS) {
            return last;
        }
        lastStoreTimestamp = now;
        return now;
    }

    /** Whether the dispatch needs to know no more of such records than {@link RecentAppends} says. */
    private static boolean isPlain(int sysFlag) {
        return (sysFlag & (SysFlag.TRANSACTION_MASK | SysFlag.INNER_BATCH)) == 0;
    }

    private static RefusalReason check(int topicBytes, int queueId) {
        boolean good =
                topicBytes > 0
                        && topicBytes <= RecordLayout.MAX_TOPIC_BYTES
                        && queueId >= 0
                        && queueId <= AppendRequest.MAX_QUEUE_ID;
        return good ? null : RefusalReason.BAD_ADDRESS;
    }

    private void refuse(AppendReceipt receipt, RefusalReason reason, String detail) {
        refused.increment();
        receipt.refused(reason, detail);
    }

    private BatchOutcome refuseBatch(RefusalReason reason, String detail) {
        refused.increment();
        return new BatchOutcome.Refused(reason, detail);
    }

    // ---- positions

    @Override
    public MappedFile currentFile() {
        return current;
    }

    /** While space is short nothing is prepared: what is left belongs to small files. */
    @Override
    public boolean mayGrow() {
        return gate.isOpen();
    }

    @Override
    public boolean grow(WriteGate.Growth step) throws IOException {
        return gate.grow(step);
    }

    /** The published end of the log: everything below is completely written. */
    public long writtenOffset() {
        return writtenOffset;
    }

    @Override
    public long appendedOffset() {
        return appendedOffset;
    }

    @Override
    public void onForceFailed(ForceFailed cause) {
        gate.failStop("the log could not be forced to disk", cause);
    }

    /** What keeps the log from growing now; empty if nothing does. */
    public String trouble() {
        return preallocator.trouble();
    }

    /** Below this the newest file has blocks on disk. */
    public long allocatedOffset() {
        MappedFile file = current;
        return file.firstOffset() + file.allocatedEnd();
    }

    /** First byte that is kept. */
    public long minOffset() {
        return files.minOffset();
    }

    public MappedFileQueue files() {
        return files;
    }

    /** What was appended last, for the dispatch. */
    public RecentAppends recent() {
        return recent;
    }

    /**
     * Deletes the oldest file, durably; whoever holds slices of it keeps them. What is in it must be
     * flushed, dispatched and covered by the checkpoint. One thread at a time.
     *
     * @return the file, of whose bytes the disk has the space back when nobody holds them any more
     * @throws IOException if the file could not be removed; trying again is right
     */
    public MappedFile deleteFirst() throws IOException {
        MappedFile first = files.first();
        if (first == current) {
            throw new IllegalStateException("the newest log file is never removed");
        }
        config.files().delete(first.path());
        config.files().forceDirectory(config.directory()); // before a younger file goes
        appendLock.lock();
        try {
            files.removeFirst();
        } finally {
            appendLock.unlock();
        }
        first.release();
        return first;
    }

    /** The queue offset the next message of a queue will get. */
    public long nextQueueOffset(String topic, int queueId) {
        appendLock.lock();
        try {
            return queueOffsets.next(topic, queueId);
        } finally {
            appendLock.unlock();
        }
    }

    /** Calls for every queue that has numbers, under the append lock; rare. */
    public void forEachQueue(QueueOffsets.Visitor visitor) {
        appendLock.lock();
        try {
            queueOffsets.forEach(visitor);
        } finally {
            appendLock.unlock();
        }
    }

    /** A slice of the log; empty when that range is not in one file or beyond the end. */
    public Optional<MappedSlice> slice(long physicalOffset, int length) {
        Optional<MappedFile> found = files.find(physicalOffset);
        if (found.isEmpty() || length < 0 || physicalOffset + length > writtenOffset) {
            return Optional.empty();
        }
        MappedFile file = found.get();
        if (physicalOffset + length > file.endOffset() || !file.tryLease()) {
            return Optional.empty();
        }
        return Optional.of(file.leasedSlice((int) (physicalOffset - file.firstOffset()), length));
    }

    /**
     * Forces a range of the log, file by file.
     *
     * @throws IOException if the disk did not take it: nobody knows what is on it then
     */
    public void force(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            Optional<MappedFile> found = files.find(at);
            if (found.isEmpty()) {
                throw new IOException("log offset '" + at + "' is in no file");
            }
            MappedFile file = found.get();
            if (!file.tryLease()) {
                throw new IOException("log file '" + file.path() + "' is being removed");
            }
            try {
                int length = (int) (Math.min(to, file.endOffset()) - at);
                file.force((int) (at - file.firstOffset()), length);
                at += length;
            } finally {
                file.release();
            }
        }
    }

    public long appendedMessages() {
        appendLock.lock();
        try {
            return appendedMessages;
        } finally {
            appendLock.unlock();
        }
    }

    public long appendedBytes() {
        appendLock.lock();
        try {
            return appendedBytes;
        } finally {
            appendLock.unlock();
        }
    }

    public long rollOvers() {
        appendLock.lock();
        try {
            return rollOvers;
        } finally {
            appendLock.unlock();
        }
    }

    public long refusedAppends() {
        return refused.sum();
    }

    public long allocationWaits() {
        return allocationWaits.sum();
    }

    /** Ends preparing; no append may be under way. The files stay open until {@link #closeFiles}. */
    public void stop() {
        drain(); // whoever appends later finds the gate closed
        preallocator.close();
    }

    /** Gives up the files; slices in flight keep theirs. */
    public void closeFiles() {
        files.close();
    }
}
