package io.apogeemq.store.file;

import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.store.append.WriteGate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps blocks and the next file of the CommitLog ready ahead of the appenders, on a thread of its
 * own: a window of zeroed blocks in front of the write position, and the next file with its
 * first window before the present one is full.
 *
 * <p>Threads: works on the thread {@code preallocate}; {@link #require}, {@link #prepareNext} and
 * {@link #takeNext} come from appenders. None of them holds the append lock while the disk works.
 *
 * <p>Errors: a full disk makes the background try again every second; an appender that needs room at
 * once gets the exception.
 */
public final class FilePreallocator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FilePreallocator.class);
    private static final int STEP_BYTES = 4 << 20;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Where the appenders are. */
    public interface Progress {
        MappedFile currentFile();

        /** Whether space may be taken from the disk at all. */
        boolean mayGrow();

        /** Takes space from the disk by a step, unless it may not; returns whether it did. */
        boolean grow(WriteGate.Growth step) throws IOException;

        long appendedOffset();

        /** Nobody knows whether the next file has its name: nothing may be written to it. */
        void onForceFailed(ForceFailed cause);
    }

    private final StoreFiles files;
    private final Path directory;
    private final int fileBytes;
    private final int windowBytes;
    private final boolean forcesBlocks;
    private final Progress progress;
    private final Loop thread;
    private final ReentrantLock nextLock = new ReentrantLock();

    private volatile MappedFile next; // set under nextLock, taken by the holder of the append lock
    private volatile long takenOffset = -1; // written before next is cleared
    private volatile boolean failing;
    private volatile String trouble = ""; // written by: preallocate

    public FilePreallocator(
            StoreFiles files,
            Path directory,
            int fileBytes,
            int windowBytes,
            boolean forcesBlocks,
            Progress progress,
            Loops loops) {
        this.files = files;
        this.directory = directory;
        this.fileBytes = fileBytes;
        this.windowBytes = Math.min(windowBytes, fileBytes);
        this.forcesBlocks = forcesBlocks;
        this.progress = progress;
        this.thread =
                loops.loop(
                        "preallocate",
                        this::turn,
                        e -> log.error("preallocation ended, appends allocate themselves", e));
    }

    public void start() {
        thread.start();
    }

    /** So much should be ready in front of the write position before anybody needs to care. */
    public int lowWaterBytes() {
        return windowBytes / 2;
    }

    /** What keeps it from its work now; empty if nothing does. */
    public String trouble() {
        return trouble;
    }

    public void wake() {
        thread.wake();
    }

    /** Allocates at once, on the calling thread, because the background has not got there yet. */
    public void require(MappedFile file, int upTo) throws IOException {
        grow(() -> file.allocate(Math.min(fileBytes, Math.max(upTo, upTo + windowBytes / 16))));
        thread.wake();
    }

    /** Makes the next file now unless it is ready. */
    public void prepareNext(long firstOffset) throws IOException {
        nextLock.lock();
        try {
            if (next == null && firstOffset > takenOffset) {
                Path path = directory.resolve(StoreLayout.segmentName(firstOffset));
                grow(() -> next = MappedFile.create(files, path, fileBytes));
            }
        } finally {
            nextLock.unlock();
        }
    }

    /** The prepared file that begins at an offset, if it is ready; it is the caller's then. */
    public Optional<MappedFile> takeNext(long firstOffset) {
        MappedFile ready = next;
        if (ready == null || ready.firstOffset() != firstOffset) {
            return Optional.empty();
        }
        takenOffset = firstOffset;
        next = null;
        thread.wake();
        return Optional.of(ready);
    }

    private long turn() {
        if (!progress.mayGrow()) {
            return RETRY_NANOS;
        }
        try {
            long wait = step();
            if (failing) {
                failing = false;
                trouble = "";
                log.info("disk takes new blocks again dir={}", directory);
            }
            return wait;
        } catch (ForceFailed e) {
            progress.onForceFailed(e);
            return Loop.UNTIL_WOKEN;
        } catch (IOException e) {
            trouble = "no new blocks for the log: " + e;
            if (!failing) {
                failing = true;
                log.warn(
                        "no new blocks for the log: messages are refused when the allocated ones are"
                                + " used up, free space on the disk dir={}",
                        directory,
                        e);
            }
            return RETRY_NANOS;
        }
    }

    /** One bounded piece of work: at most {@link #STEP_BYTES}. */
    private long step() throws IOException {
        MappedFile current = progress.currentFile();
        int position = (int) (progress.appendedOffset() - current.firstOffset());
        if (position < 0 || position > fileBytes) {
            return 0; // an appender is between two files: look again
        }
        int target = Math.min(fileBytes, (int) Math.min((long) position + windowBytes, fileBytes));
        if (current.allocatedEnd() < target) {
            prepare(current, target);
            return 0;
        }
        MappedFile ahead = next;
        if (ahead == null) {
            prepareNext(current.endOffset());
            return 0;
        }
        int aheadTarget = position + windowBytes - fileBytes;
        if (ahead.firstOffset() == current.endOffset() && ahead.allocatedEnd() < aheadTarget) {
            prepare(ahead, aheadTarget);
            return 0;
        }
        return Loop.UNTIL_WOKEN;
    }

    private void prepare(MappedFile file, int target) throws IOException {
        grow(() -> file.allocate(Math.min(target, file.allocatedEnd() + STEP_BYTES)));
        if (forcesBlocks) {
            file.forceBlocks();
        }
    }

    private void grow(WriteGate.Growth step) throws IOException {
        if (!progress.grow(step)) {
            throw new IOException("what is left belongs to small files");
        }
    }

    /** Stops the thread and removes the prepared file nobody took. */
    @Override
    public void close() {
        thread.close();
        MappedFile unused = next;
        next = null;
        if (unused != null) {
            unused.release();
            try {
                files.delete(unused.path());
                files.forceDirectory(directory);
            } catch (IOException e) {
                log.warn(
                        "unused log file stays, the next start removes it file={}",
                        unused.path(),
                        e);
            }
        }
    }
}
