package io.apogeemq.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the CommitLog, mapped as a whole, with a count of who still needs the map.
 *
 * <p>Blocks are really allocated before they are written through the map: {@link #allocate} writes
 * zeros through the file (a full disk is an exception there, and the death of the process when a
 * store into the map hits a hole) and then touches the pages, so that the appender does not fault.
 *
 * <p>Threads: bytes are written by whoever holds the append lock, below {@link #allocatedEnd}; read
 * by any thread with a lease, below the published end of the log; allocated by any thread, one at a
 * time.
 */
public final class MappedFile {

    private static final int PAGE_BYTES = 4096;

    private static final Logger log = LoggerFactory.getLogger(MappedFile.class);

    /** Larger ones make larger pages in the cache, and every small write to those costs twice as much. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK_BYTES);

    private final Path path;
    private final long firstOffset;
    private final int fileBytes;
    private final StoreFile file;
    private final FileMap map;
    private final ByteBuffer buffer;

    private final AtomicInteger leases = new AtomicInteger(1); // 1 for the owner
    private final MappedSlice.Lease lease = this::release;
    private final ReentrantLock allocationLock = new ReentrantLock();
    private volatile int allocatedEnd; // written under allocationLock

    private MappedFile(Path path, long firstOffset, int fileBytes, StoreFile file, FileMap map) {
        this.path = path;
        this.firstOffset = firstOffset;
        this.fileBytes = fileBytes;
        this.file = file;
        this.map = map;
        this.buffer = map.buffer();
    }

    /** Opens a file that has its full length. */
    public static MappedFile open(StoreFiles files, Path path, int fileBytes) throws IOException {
        return map(files.open(path), path, fileBytes);
    }

    /** Makes a file of full length, a hole as yet, durably named in its directory. */
    public static MappedFile create(StoreFiles files, Path path, int fileBytes) throws IOException {
        StoreFile file = files.create(path);
        try {
            file.setLength(fileBytes);
            // The length first: a file that has a name and a successor must not be short after a
            // cut.
            file.force();
            forceName(files, path);
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return map(file, path, fileBytes);
    }

    private static void forceName(StoreFiles files, Path path) throws ForceFailed {
        try {
            files.forceDirectory(path.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new ForceFailed("the name of log file '" + path + "' could not be forced", e);
        }
    }

    private static MappedFile map(StoreFile file, Path path, int fileBytes) throws IOException {
        try {
            return new MappedFile(
                    path, StoreLayout.firstOffset(path), fileBytes, file, file.map(fileBytes));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** Physical offset of the first byte. */
    public long firstOffset() {
        return firstOffset;
    }

    /** Physical offset behind the last byte. */
    public long endOffset() {
        return firstOffset + fileBytes;
    }

    public int fileBytes() {
        return fileBytes;
    }

    /** The map; absolute access only, and only with a lease or as the owner. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Bytes below this position have blocks on disk and may be written through the map. */
    public int allocatedEnd() {
        return allocatedEnd;
    }

    /** Says that everything below a position has been written before: the position found at open. */
    public void assumeAllocated(int position) {
        allocationLock.lock();
        try {
            allocatedEnd = Math.max(allocatedEnd, position);
        } finally {
            allocationLock.unlock();
        }
    }

    /**
     * Writes zeros from the allocated end up to a position.
     *
     * @throws IOException if the disk is full or broken; what was allocated before stays allocated
     */
    public void allocate(int upTo) throws IOException {
        allocationLock.lock();
        try {
            int end = Math.min(upTo, fileBytes);
            while (allocatedEnd < end) {
                int from = allocatedEnd;
                int length = Math.min(end - from, CHUNK_BYTES);
                file.write(ZEROS.slice(0, length), from);
                allocatedEnd = from + length;
            }
        } finally {
            allocationLock.unlock();
        }
    }

    /** Writes bytes at a position below {@link #allocatedEnd}; the map shows them afterwards. */
    public void write(ByteBuffer bytes, int position) throws IOException {
        file.write(bytes, position);
    }

    /** Returns when every block that was allocated so far is on disk. */
    public void forceBlocks() throws IOException {
        file.force();
    }

    /**
     * Makes everything from a position on zero, durably: what was there must not come back. Nobody else
     * may use the file.
     */
    public void cut(int position) throws IOException {
        file.setLength(position);
        file.setLength(fileBytes);
        file.force();
    }

    /**
     * Writes everything from a position on once more, so that the next force has to: what a force before
     * could not write may look clean to the system and not be on disk. Pages of zeros are left alone, they
     * may be holes on a full disk.
     */
    public void writeAgain(int from) throws IOException {
        for (int page = from / PAGE_BYTES * PAGE_BYTES; page < fileBytes; page += PAGE_BYTES) {
            int length = Math.min(PAGE_BYTES, fileBytes - page);
            if (!isZero(page, page + length)) {
                file.write(buffer.slice(page, length), page);
            }
        }
    }

    private boolean isZero(int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to && buffer.getLong(at) == 0) {
            at += Long.BYTES;
        }
        while (at < to && buffer.get(at) == 0) {
            at++;
        }
        return at == to;
    }

    /** Returns when a range is on disk. */
    public void force(int from, int length) throws IOException {
        map.force(from, length);
    }

    /** Takes a lease: true means the map stays until {@link #release}. */
    public boolean tryLease() {
        while (true) {
            int n = leases.get();
            if (n == 0) {
                return false;
            }
            if (leases.compareAndSet(n, n + 1)) {
                return true;
            }
        }
    }

    /** A slice that takes over a lease the caller has just got from {@link #tryLease}. */
    public MappedSlice leasedSlice(int position, int length) {
        return new MappedSlice(lease, buffer.slice(position, length), firstOffset + position);
    }

    /** Gives a lease back; the last one removes the map. */
    public void release() {
        if (leases.decrementAndGet() == 0) {
            map.unmap();
            try {
                file.close();
            } catch (IOException e) {
                log.warn("log file could not be closed file={}", path, e);
            }
        }
    }

    /** Whether anybody, the owner included, still has the map, so that its blocks stay in use. */
    public boolean isMapped() {
        return leases.get() > 0;
    }

    /** Slices and readers that hold the map now; the owner not counted. */
    public int leaseCount() {
        return Math.max(0, leases.get() - 1);
    }
}
