package io.apogeemq.store.queue;

import io.apogeemq.store.checkpoint.QueueRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One logical queue: a dense array of entries ({@link ConsumeQueueEntry}) in files of equal size, of
 * which the newest are still in memory.
 *
 * <p>An entry's place is its queue offset, always: an entry that comes too early leaves marked entries
 * without message before it, one that is there already is not written again.
 *
 * <p>Derived data: losing it costs a rebuild, never a message.
 *
 * <p>Threads: entries are added by the dispatch thread; written out by it and by the checkpoint thread,
 * which may write the same bytes to the same place; read by any thread without a lock. Everything below
 * {@link #maxOffset} is in the tail buffer or in a file. The lock is held for a few instructions, never
 * while a file is touched.
 */
public final class ConsumeQueue {

    private static final Logger logger = LoggerFactory.getLogger(ConsumeQueue.class);

    /** A jump further than this is not believed: the record is damaged. */
    private static final long MAX_GAP_ENTRIES = 10_000_000;

    /** No queue gets that far; larger numbers come from damaged records. */
    private static final long MAX_QUEUE_OFFSET = 1L << 48;

    /** What became of an entry that was handed in. */
    public enum Added {
        NEW,
        /** The place was taken; nothing changed. */
        ALREADY_THERE,
        /** The queue offset can't be right. */
        NOT_BELIEVED
    }

    private final String topic;
    private final int queueId;
    private final Path directory;
    private final QueueFiles files;
    private final DirtyQueues dirtyQueues;
    private final Tails tails;
    private final LogView log;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile long minOffset; // written under lock; right for a log that begins at minFor
    private volatile long minFor; // written under lock, after minOffset
    private volatile long maxOffset; // written under lock, after the entry
    private volatile TailBuffer tail; // written under lock
    private volatile boolean deleted; // written under lock
    private boolean dirty; // guarded by lock: listed since the last force began
    private long dirtyFrom; // guarded by lock: the physical offset it is listed with
    private long writtenOffset; // guarded by lock: entries below are in files
    private long forcedOffset; // guarded by lock: entries below are on disk
    private long knownFiles; // guarded by lock: files below this number have been written
    private long namedFiles; // guarded by lock: names of files below this number are on disk
    private long numberedBelow; // numbers below were given before the start; written by: the opener
    private boolean hasListedTail; // confined to the dispatch thread
    private long deadFilesBelow; // confined to whoever deletes dead files

    /** A new queue. */
    ConsumeQueue(
            String topic,
            int queueId,
            Path directory,
            QueueFiles files,
            DirtyQueues dirtyQueues,
            Tails tails,
            LogView log) {
        this.topic = topic;
        this.queueId = queueId;
        this.directory = directory;
        this.files = files;
        this.dirtyQueues = dirtyQueues;
        this.tails = tails;
        this.log = log;
        this.minFor = log.minOffset();
        this.tail = TailBuffer.empty(0);
    }

    /** Takes over what was found on disk; before anybody else has this queue. */
    void load(QueueLoader.Loaded found) {
        minOffset = found.minOffset();
        maxOffset = found.maxOffset();
        tail = TailBuffer.empty(maxOffset);
        writtenOffset = maxOffset;
        forcedOffset = found.forcedOffset();
        knownFiles = maxOffset == 0 ? 0 : files.fileOf(maxOffset - 1) + 1;
        namedFiles = knownFiles;
        if (!found.isOnDisk()) {
            dirty = true;
            dirtyFrom = found.dirtyFrom();
            namedFiles = -1;
        }
    }

    public String topic() {
        return topic;
    }

    public int queueId() {
        return queueId;
    }

    /**
     * First entry that points to a message the log still has; {@link #maxOffset} when there is none.
     * Looked for anew when log files were deleted since it was asked last, by a search in the entries:
     * a deletion itself costs the queues nothing.
     */
    public long minOffset() {
        long logMin = log.minOffset();
        if (logMin > minFor) {
            correctMinOffset(logMin);
        }
        return minOffset;
    }

    private void correctMinOffset(long logMin) {
        long first;
        try {
            first = FirstKept.in(new EntriesOfLog(logMin), minOffset, maxOffset);
        } catch (IOException e) {
            if (logMin <= minFor) {
                return; // somebody else was faster, and the dead files are gone already
            }
            logger.warn(
                    "first entry of a queue can't be looked for, tried again topic={} queueId={}",
                    topic,
                    queueId,
                    e);
            return;
        }
        lock.lock();
        try {
            if (!deleted && logMin > minFor) {
                minOffset = Math.max(minOffset, first);
                minFor = logMin;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Entries that are read one by one, of a log that begins at some offset. */
    private final class EntriesOfLog implements FirstKept.Entries {
        private final EntryBuffer entry = new EntryBuffer(1);
        private final long logMin;

        EntriesOfLog(long logMin) {
            this.logMin = logMin;
        }

        @Override
        public boolean isKept(long queueOffset) throws IOException {
            return physicalOffset(queueOffset) >= logMin;
        }

        @Override
        public long physicalOffset(long queueOffset) throws IOException {
            read(queueOffset, 1, entry);
            return entry.physicalOffset(0);
        }

        @Override
        public int recordBytes(long queueOffset) throws IOException {
            read(queueOffset, 1, entry);
            return entry.recordBytes(0);
        }

        @Override
        public void onDamage() {
            logger.warn("queue has damaged entries topic={} queueId={}", topic, queueId);
        }
    }

    /** Behind the last entry. */
    public long maxOffset() {
        return maxOffset;
    }

    // ---- writing

    /**
     * Adds the entry of one record. Hot: one uncontended lock, no allocation but when the tail buffer
     * is replaced or the queue is listed as dirty.
     */
    Added add(long queueOffset, long physicalOffset, int recordBytes, long tagsCode)
            throws IOException {
        while (true) {
            lock.lock();
            try {
                long max = maxOffset;
                if (queueOffset < max) {
                    return queueOffset < 0 ? Added.NOT_BELIEVED : Added.ALREADY_THERE;
                }
                if (deleted) {
                    return Added.ALREADY_THERE;
                }
                TailBuffer buffer = tail;
                if (queueOffset == max && buffer.hasRoom(max)) {
                    buffer.put(max, physicalOffset, recordBytes, tagsCode);
                    maxOffset = max + 1;
                    if (!dirty) {
                        becomeDirty(physicalOffset);
                    }
                    return Added.NEW;
                }
            } finally {
                lock.unlock();
            }
            if (!makeRoom(queueOffset, physicalOffset)) {
                return Added.NOT_BELIEVED;
            }
        }
    }

    private void becomeDirty(long physicalOffset) {
        dirty = true;
        dirtyFrom = physicalOffset;
        dirtyQueues.add(this, physicalOffset);
    }

    /** Brings the end of the queue to an offset, with room for an entry; false if that can't be. */
    private boolean makeRoom(long queueOffset, long physicalOffset) throws IOException {
        long max = maxOffset; // only this thread moves it
        if (queueOffset > MAX_QUEUE_OFFSET) {
            return false;
        }
        if (queueOffset == max) {
            growTail();
            return true;
        }
        if (max <= minOffset) {
            startAt(queueOffset);
            return true;
        }
        if (queueOffset - max > MAX_GAP_ENTRIES) {
            return false;
        }
        for (long at = max; at < queueOffset; at++) {
            add(at, physicalOffset, ConsumeQueueEntry.NO_MESSAGE, 0);
        }
        return true;
    }

    /** An empty queue whose numbering does not begin at 0, e.g. of a topic that came back. */
    private void startAt(long queueOffset) throws IOException {
        long firstOfFile = files.fileOf(queueOffset) * files.entriesPerFile();
        if (firstOfFile < queueOffset) {
            int blanks = (int) (queueOffset - firstOfFile);
            byte[] entries = new byte[blanks * ConsumeQueueEntry.BYTES];
            for (int i = 0; i < blanks; i++) {
                EntryBuffer.put(entries, i, 0, ConsumeQueueEntry.NO_MESSAGE, 0);
            }
            files.write(directory, firstOfFile, entries, 0, blanks);
        }
        lock.lock();
        try {
            replaceTail(TailBuffer.empty(queueOffset));
            writtenOffset = queueOffset;
            forcedOffset = firstOfFile;
            minOffset = queueOffset;
            maxOffset = queueOffset;
        } finally {
            lock.unlock();
        }
    }

    private void growTail() throws IOException {
        if (!hasListedTail) {
            hasListedTail = true;
            tails.list(this);
        }
        boolean isFull;
        lock.lock();
        try {
            isFull = tail.mustBeWritten(writtenOffset);
        } finally {
            lock.unlock();
        }
        if (isFull) {
            writeOut();
        }
        lock.lock();
        try {
            if (!tail.hasRoom(maxOffset)) {
                replaceTail(tail.withRoom(writtenOffset));
            }
        } finally {
            lock.unlock();
        }
    }

    private void replaceTail(TailBuffer replacement) {
        tails.resized(replacement.memoryBytes() - tail.memoryBytes());
        tail = replacement;
    }

    /** Writes what is in memory only to the file; not forced. Needs no lock while it writes. */
    void writeOut() throws IOException {
        long from;
        long to;
        TailBuffer buffer;
        lock.lock();
        try {
            from = writtenOffset;
            to = maxOffset;
            buffer = tail;
            if (deleted || from >= to) {
                return;
            }
        } finally {
            lock.unlock();
        }
        int index = (int) (from - buffer.firstOffset());
        files.write(directory, from, buffer.entries(), index, (int) (to - from));
        lock.lock();
        try {
            writtenOffset = Math.max(writtenOffset, to);
            knownFiles = Math.max(knownFiles, files.fileOf(to - 1) + 1);
        } finally {
            lock.unlock();
        }
    }

    /** Writes out what is in memory only, and gives the memory back; on the dispatch thread. */
    void letGoOfTail() throws IOException {
        writeOut();
        lock.lock();
        try {
            replaceTail(TailBuffer.empty(maxOffset));
        } finally {
            lock.unlock();
        }
        hasListedTail = false;
    }

    /**
     * Writes out and forces everything that was added before, names of files as well. The next entry
     * lists the queue again. Done by the checkpoint thread; nothing is deleted meanwhile.
     */
    void forceOut() throws IOException {
        lock.lock();
        try {
            if (deleted) {
                return;
            }
            dirty = false;
        } finally {
            lock.unlock();
        }
        writeOut();
        long from;
        long to;
        long known;
        boolean hasNewNames;
        lock.lock();
        try {
            from = Math.max(forcedOffset, minOffset); // files below may be gone
            to = writtenOffset;
            known = knownFiles;
            hasNewNames = namedFiles < known;
        } finally {
            lock.unlock();
        }
        files.force(directory, from, to);
        if (hasNewNames) {
            files.forceNames(directory);
        }
        lock.lock();
        try {
            forcedOffset = Math.max(forcedOffset, to);
            namedFiles = Math.max(namedFiles, known);
        } finally {
            lock.unlock();
        }
    }

    /** The force that was tried has failed: what it was for is still to be forced. */
    void isDirtyFrom(long physicalOffset) {
        lock.lock();
        try {
            dirty = true;
            dirtyFrom = physicalOffset;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the memory of the tail back if nothing happened since it was written. */
    void releaseTailIfIdle() {
        lock.lock();
        try {
            if (!dirty && writtenOffset == maxOffset) {
                replaceTail(TailBuffer.empty(maxOffset));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Numbers below this were given, though the queue may have no entries for them any more. */
    public void isNumberedBelow(long queueOffset) {
        numberedBelow = queueOffset;
    }

    /** The next number, but for messages that may still be lost. */
    public long surelyNumberedBelow() {
        return Math.max(maxOffset, numberedBelow);
    }

    /** What the queue is, for the next start. No other thread works on it. */
    public QueueRegistry.Queue registered(long nextOffset) {
        lock.lock();
        try {
            return new QueueRegistry.Queue(
                    topic,
                    queueId,
                    minOffset,
                    maxOffset,
                    dirty ? forcedOffset : maxOffset,
                    dirty ? dirtyFrom : QueueRegistry.Queue.ON_DISK,
                    nextOffset);
        } finally {
            lock.unlock();
        }
    }

    /** Removes the files; whoever still reads finds nothing. */
    void delete() throws IOException {
        lock.lock();
        try {
            deleted = true;
            minOffset = maxOffset;
            replaceTail(TailBuffer.empty(maxOffset));
        } finally {
            lock.unlock();
        }
        files.delete(directory);
    }

    /**
     * Deletes the files that point to nothing the log still has, oldest first, each durably before the
     * next; the newest stays and keeps the numbering. Returns how many. One thread at a time.
     */
    int deleteDeadFiles() throws IOException {
        long newest = files.fileOf(Math.max(0, maxOffset - 1));
        if (deleted || newest == 0) {
            return 0;
        }
        long keepFrom = Math.min(files.fileOf(minOffset()), newest);
        if (keepFrom <= deadFilesBelow) {
            return 0;
        }
        int count = files.deleteBelow(directory, keepFrom);
        deadFilesBelow = keepFrom;
        return count;
    }

    // ---- reading

    /**
     * Copies entries from an offset on, as many as there are and fit. Hot: from memory, or one system
     * call per file.
     *
     * @param from at least minOffset
     * @param max how many are wanted
     */
    public void read(long from, int max, EntryBuffer target) throws IOException {
        target.clear();
        long end = Math.min(maxOffset, from + Math.min(max, target.capacity()));
        TailBuffer buffer = tail; // after maxOffset: whatever is not in this buffer is in a file
        long at = Math.max(0, from);
        long inFiles = Math.min(end, buffer.firstOffset());
        if (at < inFiles) {
            files.read(directory, at, inFiles, target);
            at = inFiles;
        }
        if (at < end) {
            target.copyFrom(buffer.entries(), (int) (at - buffer.firstOffset()), (int) (end - at));
        }
    }
}
