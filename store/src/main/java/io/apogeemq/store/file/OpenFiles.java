package io.apogeemq.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few open files out of very many: the least recently used is closed when a new one is needed, once
 * nobody is using it.
 *
 * <p>Threads: safe for any thread; the lock covers the table only, never a system call but closing.
 */
public final class OpenFiles implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

    private final StoreFiles files;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Path, Entry> open =
            new LinkedHashMap<>(64, 0.75f, true); // guarded by lock

    private long closed; // guarded by lock: how often a file was closed by its path

    /** Opens a file, or creates one that is missing; two threads may do so for the same path. */
    public interface Maker {
        StoreFile make(StoreFiles files, Path path) throws IOException;
    }

    public OpenFiles(StoreFiles files, int limit) {
        this.files = files;
        this.limit = limit;
    }

    /** Reads from an existing file; returns the number of bytes. */
    public int read(Path path, ByteBuffer target, long position) throws IOException {
        int start = target.position();
        while (true) {
            Entry entry = acquire(path, StoreFiles::open);
            try {
                return entry.file.read(target, position);
            } catch (ClosedChannelException interrupted) {
                // An interrupted thread closes the channel under everybody: open it again, unless
                // it was this thread.
                forget(path, entry);
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted;
                }
                target.position(start);
            } finally {
                release(entry);
            }
        }
    }

    /** Writes to a file that {@code maker} opens or makes. */
    public void write(Path path, ByteBuffer source, long position, Maker maker) throws IOException {
        Entry entry = acquire(path, maker);
        try {
            entry.file.write(source, position);
        } catch (ClosedChannelException interrupted) {
            forget(path, entry);
            throw interrupted;
        } finally {
            release(entry);
        }
    }

    /** Forces a file to disk that {@code maker} opens. */
    public void force(Path path, Maker maker) throws IOException {
        Entry entry = acquire(path, maker);
        try {
            entry.file.force();
        } catch (IOException e) {
            throw new ForceFailed("file '" + path + "' could not be forced", e);
        } finally {
            release(entry);
        }
    }

    /** Closes a file, as soon as nobody uses it: it is going to be deleted. */
    public void close(Path path) {
        lock.lock();
        try {
            closed++;
            Entry entry = open.remove(path);
            if (entry != null) {
                retire(entry);
            }
        } finally {
            lock.unlock();
        }
    }

    public int openCount() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    private Entry acquire(Path path, Maker maker) throws IOException {
        long closedBefore;
        lock.lock();
        try {
            Entry entry = open.get(path);
            if (entry != null) {
                entry.users++;
                return entry;
            }
            closedBefore = closed;
        } finally {
            lock.unlock();
        }
        return enter(path, new Entry(maker.make(files, path)), closedBefore);
    }

    /** Puts in a file that was opened meanwhile, unless another thread was faster. */
    private Entry enter(Path path, Entry made, long closedBefore) {
        lock.lock();
        try {
            Entry entry = open.get(path);
            if (entry != null) {
                retire(made);
                entry.users++;
                return entry;
            }
            made.users++;
            if (closed == closedBefore) {
                open.put(path, made);
                evict();
            } else {
                made.retired = true; // it may be one that is deleted now: for this use only
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    private void evict() {
        Iterator<Map.Entry<Path, Entry>> eldest = open.entrySet().iterator();
        while (open.size() > limit && eldest.hasNext()) {
            Entry entry = eldest.next().getValue();
            if (entry.users == 0) {
                eldest.remove();
                retire(entry);
            }
        }
    }

    private void release(Entry entry) {
        lock.lock();
        try {
            entry.users--;
            if (entry.retired && entry.users == 0) {
                closeNow(entry);
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(Path path, Entry entry) {
        lock.lock();
        try {
            if (open.remove(path, entry)) {
                retire(entry);
            }
        } finally {
            lock.unlock();
        }
    }

    private void retire(Entry entry) {
        entry.retired = true;
        if (entry.users == 0) {
            closeNow(entry);
        }
    }

    private static void closeNow(Entry entry) {
        try {
            entry.file.close();
        } catch (IOException e) {
            log.warn("queue file could not be closed", e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(this::retire);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Guarded by lock. */
    private static final class Entry {
        private final StoreFile file;
        private int users;
        private boolean retired;

        Entry(StoreFile file) {
            this.file = file;
        }
    }
}
