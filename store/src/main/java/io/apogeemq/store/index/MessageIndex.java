package io.apogeemq.store.index;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.commitlog.RecordKeys;
import io.apogeemq.store.dispatch.CatchUpTarget;
import io.apogeemq.store.dispatch.DispatchRecord;
import io.apogeemq.store.dispatch.LastStop;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the messages with a key are: for each record an entry for its unique key, then one for each of
 * its keys.
 *
 * <p>An index that can't go on (full or broken disk, a damaged file) falls behind: it lets records pass,
 * tries again after a while, and is handed what it has missed. A file that can't be trusted is removed
 * with all behind it and comes again from the log. Nobody waits for any of this.
 *
 * <p>Threads: written by the opening thread, then by the dispatch thread; forced by the checkpoint
 * thread; searched by any thread; old files are deleted by whoever does the retention.
 */
public final class MessageIndex implements CatchUpTarget {

    private static final Logger log = LoggerFactory.getLogger(MessageIndex.class);
    private static final int ENTRIES_RELINKED_PER_STEP = 100_000;
    private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final StoreFiles files;
    private final Path directory;
    private final IndexSize size;
    private final LongUnaryOperator storeTimes;
    private final Clock clock;
    private final IndexDirectory indexFiles;
    private final LongAdder failures = new LongAdder();
    private final AtomicLong completeBelow = new AtomicLong(); // written by: dispatch

    private IndexFile current; // confined to the dispatch thread; null before the first record
    private volatile boolean behind = true; // written by: dispatch
    private volatile Optional<String> trouble = Optional.empty(); // the same
    private volatile IndexFile distrusted; // set by whoever notices, cleared by dispatch
    private volatile Runnable waker = () -> {}; // set once, by the dispatch thread's owner
    private long retryAt; // confined to the dispatch thread
    private long retryNanos; // the same
    private PartOfRecord partOfRecord = PartOfRecord.NONE; // the same

    /**
     * @param storeTimes store time of the record at a physical offset, negative if it is not known
     */
    public MessageIndex(
            StoreFiles files,
            Path directory,
            IndexConfig config,
            Clock clock,
            LongUnaryOperator storeTimes) {
        this.files = files;
        this.directory = directory;
        this.size = config.size();
        this.clock = clock;
        this.storeTimes = storeTimes;
        this.indexFiles = new IndexDirectory(files, directory, size, clock);
    }

    @Override
    public String name() {
        return "index";
    }

    // ---- opening

    @Override
    public long load(LastStop stop) throws IOException {
        IndexLoader.Loaded loaded =
                new IndexLoader(files, directory, size, stop, storeTimes).load();
        indexFiles.set(loaded.files());
        current = newest().orElse(null);
        completeBelow.set(Math.max(stop.logMinOffset(), loaded.completeBelow()));
        partOfRecord = PartOfRecord.atEndOf(indexFiles.all(), completeBelow.get());
        return completeBelow.get();
    }

    @Override
    public void truncate(long logEnd) throws IOException {
        if (completeBelow.get() <= logEnd) {
            return;
        }
        List<IndexFile> all = indexFiles.all();
        for (IndexFile file : all) {
            if (!file.isEmpty() && file.beginPhysicalOffset() >= logEnd) {
                indexFiles.dropFrom(file);
                break;
            }
        }
        current = newest().orElse(null);
        if (current != null) {
            current.truncate(logEnd, logEnd);
        }
        completeBelow.set(logEnd);
        partOfRecord = PartOfRecord.NONE;
        behind = true;
    }

    private Optional<IndexFile> newest() {
        List<IndexFile> all = indexFiles.all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    // ---- taking records

    @Override
    public long completeBelow() {
        return completeBelow.getAcquire();
    }

    /** Hot: no allocation, no lock. */
    @Override
    public Accepted accept(DispatchRecord record) {
        if (!behind) {
            acceptLate(record);
        }
        return Accepted.NOTHING_TO_DO; // nobody waits for it
    }

    @Override
    public boolean acceptLate(DispatchRecord record) {
        if (record.physicalOffset() < completeBelow.getPlain()) {
            return true;
        }
        try {
            add(record);
            completeBelow.setRelease(record.physicalOffset() + record.recordBytes());
            return true;
        } catch (IOException e) {
            fallBehind(e.toString(), e);
        } catch (InternalError e) {
            // This is how a mapped page that the disk can't give shows up.
            distrust(current);
            fallBehind("a page of an index file can't be read or written", e);
        }
        return false;
    }

    private void add(DispatchRecord record) throws IOException {
        if (current == null) {
            current = indexFiles.add(); // it notes how far the index is, even if there are no keys
        }
        if (record.isRolledBack()) {
            return;
        }
        RecordKeys keys = record.keys();
        for (int i = 0; i < keys.count(); i++) {
            put(keys.hash(i), record.physicalOffset(), record.storeTimestamp());
        }
    }

    private void put(int hash, long physicalOffset, long storeTimestamp) throws IOException {
        if (partOfRecord.physicalOffset() == physicalOffset && partOfRecord.takeOut(hash)) {
            return;
        }
        if (current.isFull()) {
            current = indexFiles.add();
        }
        current.put(hash, physicalOffset, storeTimestamp);
    }

    // ---- being behind

    private void fallBehind(String why, Throwable cause) {
        failures.increment();
        behind = true;
        if (trouble.isEmpty()) {
            retryNanos = FIRST_RETRY_NANOS;
            log.warn(
                    "index can't go on, messages are not found by key until it can; trying again"
                            + " logOffset={}",
                    completeBelow.getPlain(),
                    cause);
        } else {
            retryNanos = Math.min(2 * retryNanos, LONGEST_RETRY_NANOS);
        }
        trouble = Optional.of(why);
        retryAt = clock.nanoTime() + retryNanos;
    }

    /** A file is not what it should be: the dispatch thread removes it and what follows. */
    void distrust(IndexFile file) {
        distrusted = file;
        waker.run();
    }

    @Override
    public void wakeWith(Runnable wake) {
        waker = wake;
    }

    @Override
    public boolean isLagging() {
        return behind || distrusted != null;
    }

    @Override
    public long prepare() {
        if (trouble.isPresent()) {
            long wait = retryAt - clock.nanoTime();
            if (wait > 0) {
                return wait;
            }
        }
        try {
            if (distrusted != null) {
                drop(distrusted);
            }
            if (current != null && current.needsRelink()) {
                if (!current.relink(ENTRIES_RELINKED_PER_STEP)) {
                    log.error(
                            "index file is damaged, rebuilt from the log file={}", current.path());
                    drop(current);
                }
                return NOT_YET;
            }
        } catch (IOException e) {
            fallBehind(e.toString(), e);
            return retryNanos;
        }
        partOfRecord = PartOfRecord.atEndOf(indexFiles.all(), completeBelow.getPlain());
        return READY;
    }

    private void drop(IndexFile file) throws IOException {
        behind = true;
        indexFiles.dropFrom(file);
        distrusted = null;
        current = newest().orElse(null);
        long end = current == null ? 0 : Math.max(0, current.endPhysicalOffset());
        completeBelow.set(Math.min(completeBelow.getPlain(), end));
    }

    @Override
    public void reached(long physicalOffset) {
        completeBelow.setRelease(Math.max(completeBelow.getPlain(), physicalOffset));
    }

    @Override
    public void follow() {
        behind = false;
        if (trouble.isPresent()) {
            log.info("index goes on logOffset={}", completeBelow.getPlain());
            trouble = Optional.empty();
        }
    }

    /** Entries of the newest file that have to be linked again before records can be taken. */
    public int entriesToRelink() {
        return current != null && current.needsRelink() ? current.nextEntry() : 0;
    }

    // ---- durability

    @Override
    public long forceProgress(long dispatchedBelow) throws IOException {
        return force(false);
    }

    @Override
    public long finish(long dispatchedBelow) throws IOException {
        return force(true);
    }

    private long force(boolean whole) throws IOException {
        long below = completeBelow.getAcquire(); // first: entries of records below are in by now
        List<IndexFile> all = indexFiles.all();
        for (int i = 0; i < all.size(); i++) {
            if (distrusted != null) {
                throw new IOException("index file '" + distrusted.path() + "' is not trusted");
            }
            IndexFile file = all.get(i);
            if (!file.isSealed() && file.tryLease()) {
                try {
                    boolean isLast = i == all.size() - 1;
                    file.force(files, isLast ? below : file.endPhysicalOffset(), whole);
                } catch (IOException e) {
                    // What a failed force has left on disk is not known, so the file is made again.
                    distrust(file);
                    failures.increment();
                    throw e;
                } finally {
                    file.release();
                }
            }
        }
        return below;
    }

    /** Removes the files that are wholly below the beginning of the log, never the newest. */
    @Override
    public int deleteBelow(long logMinOffset) throws IOException {
        return indexFiles.deleteBelow(logMinOffset);
    }

    @Override
    public void close() {
        indexFiles.close();
    }

    // ---- reading

    /** Looks at the index as it is now. */
    public IndexSearch search() {
        return new IndexSearch(indexFiles.all(), this::distrust);
    }

    /** @param visibleBelow how far consumers see */
    public IndexStats stats(long visibleBelow) {
        long below = completeBelow();
        return new IndexStats(
                true,
                below,
                isLagging() ? Math.max(1, visibleBelow - below) : 0,
                indexFiles.all().size(),
                failures.sum(),
                trouble);
    }
}
