package io.apogeemq.store.queue;

import io.apogeemq.store.file.OpenFiles;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
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
 * <p>Threads: entries are added by the dispatch thread; written out by it or the checkpoint thread,
 * guarded by {@code lock}; read by any thread without a lock. Everything below {@link #maxOffset} is in
 * the tail buffer or in a file.
 */
public final class ConsumeQueue {

    private static final Logger log = LoggerFactory.getLogger(ConsumeQueue.class);

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
    private final int fileBytes;
    private final OpenFiles openFiles;
    private final LongSupplier logMinOffset;
    private final OpenFiles.Maker maker = this::makeFile;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile long minOffset; // written under lock; right for a log that begins at minFor
    private volatile long minFor; // written under lock, after minOffset
    private volatile long maxOffset; // written under lock, after the entry
    private volatile TailBuffer tail; // written under lock
    private volatile boolean deleted; // written under lock
    private long writtenOffset; // guarded by lock: entries below are in files
    private long forcedOffset; // guarded by lock: entries below are on disk
    private boolean dirty; // guarded by lock: known to the table's dirty list
    private long deadFilesBelow; // confined to whoever deletes dead files

    ConsumeQueue(
            String topic,
            int queueId,
            Path directory,
            int fileBytes,
            OpenFiles openFiles,
            LongSupplier logMinOffset,
            long minOffset,
            long maxOffset) {
        this.topic = topic;
        this.queueId = queueId;
        this.directory = directory;
        this.fileBytes = fileBytes;
        this.openFiles = openFiles;
        this.logMinOffset = logMinOffset;
        this.minOffset = minOffset;
        this.minFor = logMinOffset.getAsLong();
        this.maxOffset = maxOffset;
        this.writtenOffset = maxOffset;
        this.forcedOffset = maxOffset;
        this.tail = TailBuffer.empty(maxOffset);
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
        long logMin = logMinOffset.getAsLong();
        if (logMin > minFor) {
            correctMinOffset(logMin);
        }
        return minOffset;
    }

    private void correctMinOffset(long logMin) {
        long low = minOffset;
        long end = maxOffset;
        long high = end;
        EntryBuffer entry = new EntryBuffer(1);
        try {
            while (low < high) {
                long middle = (low + high) >>> 1;
                read(middle, 1, entry);
                if (entry.physicalOffset(0) < logMin) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        } catch (IOException e) {
            if (logMin <= minFor) {
                return; // somebody else was faster, and the dead files are gone already
            }
            log.warn(
                    "first entry of a queue can't be looked for, tried again topic={} queueId={}",
                    topic,
                    queueId,
                    e);
            return;
        }
        lock.lock();
        try {
            if (!deleted && logMin > minFor) {
                minOffset = Math.max(minOffset, low);
                minFor = logMin;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Behind the last entry. */
    public long maxOffset() {
        return maxOffset;
    }

    // ---- writing

    /**
     * Adds the entry of one record. Hot: one uncontended lock, no allocation but when the tail buffer
     * grows.
     *
     * @param becameDirty told when the queue has something to write out for the first time since
     *     {@link #writeOut}
     */
    Added add(
            long queueOffset,
            long physicalOffset,
            int recordBytes,
            long tagsCode,
            DirtyQueues becameDirty)
            throws IOException {
        boolean tell;
        lock.lock();
        try {
            long max = maxOffset;
            if (queueOffset < max) {
                return queueOffset < 0 ? Added.NOT_BELIEVED : Added.ALREADY_THERE;
            }
            if (queueOffset > MAX_QUEUE_OFFSET) {
                return Added.NOT_BELIEVED;
            }
            if (deleted) {
                return Added.ALREADY_THERE;
            }
            if (queueOffset > max) {
                if (max > minOffset) {
                    if (queueOffset - max > MAX_GAP_ENTRIES) {
                        return Added.NOT_BELIEVED;
                    }
                    fillGap(queueOffset, physicalOffset);
                } else {
                    startAt(queueOffset);
                }
            }
            put(queueOffset, physicalOffset, recordBytes, tagsCode);
            tell = !dirty;
            dirty = true;
        } finally {
            lock.unlock();
        }
        if (tell) {
            becameDirty.add(this);
        }
        return Added.NEW;
    }

    private void fillGap(long to, long physicalOffset) throws IOException {
        for (long at = maxOffset; at < to; at++) {
            put(at, physicalOffset, ConsumeQueueEntry.NO_MESSAGE, 0);
        }
    }

    /** An empty queue whose numbering does not begin at 0, e.g. of a topic that came back. */
    private void startAt(long queueOffset) throws IOException {
        long firstOfFile = fileOf(queueOffset) * entriesPerFile();
        if (firstOfFile < queueOffset) {
            int blanks = (int) (queueOffset - firstOfFile);
            byte[] entries = new byte[blanks * ConsumeQueueEntry.BYTES];
            for (int i = 0; i < blanks; i++) {
                EntryBuffer.put(entries, i, 0, ConsumeQueueEntry.NO_MESSAGE, 0);
            }
            writeEntries(firstOfFile, entries, 0, blanks);
        }
        writtenOffset = queueOffset;
        forcedOffset = firstOfFile;
        tail = TailBuffer.empty(queueOffset);
        minOffset = queueOffset;
        maxOffset = queueOffset;
    }

    private void put(long queueOffset, long physicalOffset, int recordBytes, long tagsCode)
            throws IOException {
        TailBuffer buffer = tail;
        if (!buffer.hasRoom(queueOffset)) {
            if (buffer.isLargest()) {
                writeTail();
                buffer = buffer.newerHalf();
            } else {
                buffer = buffer.grown();
            }
            tail = buffer;
        }
        buffer.put(queueOffset, physicalOffset, recordBytes, tagsCode);
        maxOffset = queueOffset + 1;
    }

    /** Writes what is in memory only to the file; not forced. */
    public void writeOut() throws IOException {
        lock.lock();
        try {
            if (!deleted) {
                writeTail();
            }
        } finally {
            lock.unlock();
        }
    }

    private void writeTail() throws IOException {
        long from = writtenOffset;
        long to = maxOffset;
        if (from < to) {
            TailBuffer buffer = tail;
            writeEntries(
                    from, buffer.entries(), (int) (from - buffer.firstOffset()), (int) (to - from));
            writtenOffset = to;
        }
    }

    private void writeEntries(long queueOffset, byte[] entries, int index, int count)
            throws IOException {
        long at = queueOffset;
        int done = 0;
        while (done < count) {
            int inFile = (int) (at % entriesPerFile());
            int n = Math.min(count - done, entriesPerFile() - inFile);
            ByteBuffer bytes =
                    ByteBuffer.wrap(
                            entries,
                            (index + done) * ConsumeQueueEntry.BYTES,
                            n * ConsumeQueueEntry.BYTES);
            openFiles.write(
                    pathOf(fileOf(at)), bytes, (long) inFile * ConsumeQueueEntry.BYTES, maker);
            at += n;
            done += n;
        }
    }

    /**
     * Writes out and forces everything that was added before; then the queue is clean. Done by the
     * checkpoint thread; the lock is not held while the disk works.
     */
    void forceOut() throws IOException {
        long from;
        long to;
        lock.lock();
        try {
            if (deleted) {
                return;
            }
            dirty = false;
            writeTail();
            from = forcedOffset;
            to = writtenOffset;
        } finally {
            lock.unlock();
        }
        if (from < to) {
            for (long file = fileOf(from); file <= fileOf(to - 1); file++) {
                openFiles.force(pathOf(file));
            }
        }
        lock.lock();
        try {
            forcedOffset = Math.max(forcedOffset, to);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the memory of the tail back if nothing happened since it was written. */
    void releaseTailIfIdle() {
        lock.lock();
        try {
            if (!dirty && writtenOffset == maxOffset) {
                tail = TailBuffer.empty(maxOffset);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes the files; whoever still reads finds nothing. */
    void delete(StoreFiles files) throws IOException {
        lock.lock();
        try {
            deleted = true;
            minOffset = maxOffset;
            tail = TailBuffer.empty(maxOffset);
        } finally {
            lock.unlock();
        }
        for (Path file : files.listFiles(directory)) {
            openFiles.close(file);
            files.delete(file);
        }
        files.delete(directory);
    }

    /**
     * Deletes the files that point to nothing the log still has, oldest first, each durably before the
     * next; the newest stays and keeps the numbering. Returns how many. One thread at a time.
     */
    int deleteDeadFiles(StoreFiles files) throws IOException {
        if (deleted || fileOf(Math.max(0, maxOffset - 1)) == 0) {
            return 0;
        }
        long keepFrom = Math.min(fileOf(minOffset()), fileOf(Math.max(0, maxOffset - 1)));
        if (keepFrom <= deadFilesBelow) {
            return 0;
        }
        int count = 0;
        for (Path file : files.listFiles(directory)) {
            if (StoreLayout.isSegmentName(file.getFileName().toString())
                    && StoreLayout.firstOffset(file) < keepFrom * fileBytes) {
                openFiles.close(file);
                files.delete(file);
                files.forceDirectory(directory);
                count++;
            }
        }
        deadFilesBelow = keepFrom;
        return count;
    }

    private StoreFile makeFile(StoreFiles files, Path path) throws IOException {
        if (files.exists(path)) {
            StoreFile file = files.open(path);
            if (file.length() != fileBytes) {
                file.setLength(fileBytes);
            }
            return file;
        }
        files.createDirectories(directory);
        StoreFile file = files.create(path);
        file.setLength(fileBytes);
        files.forceDirectory(directory);
        return file;
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
        while (at < Math.min(end, buffer.firstOffset())) {
            int inFile = (int) (at % entriesPerFile());
            int n =
                    (int)
                            Math.min(
                                    Math.min(end, buffer.firstOffset()) - at,
                                    entriesPerFile() - inFile);
            int got =
                    openFiles.read(
                            pathOf(fileOf(at)),
                            target.place(n),
                            (long) inFile * ConsumeQueueEntry.BYTES);
            if (got < n * ConsumeQueueEntry.BYTES) {
                throw new IOException(
                        "queue file '" + pathOf(fileOf(at)) + "' is shorter than its entries");
            }
            target.added(n);
            at += n;
        }
        if (at < end) {
            target.copyFrom(buffer.entries(), (int) (at - buffer.firstOffset()), (int) (end - at));
        }
    }

    private int entriesPerFile() {
        return fileBytes / ConsumeQueueEntry.BYTES;
    }

    private long fileOf(long queueOffset) {
        return queueOffset / entriesPerFile();
    }

    private Path pathOf(long file) {
        return directory.resolve(StoreLayout.segmentName(file * fileBytes));
    }
}
