package io.apogeemq.store.queue;

import io.apogeemq.store.file.ForceFailed;
import io.apogeemq.store.file.Misplaced;
import io.apogeemq.store.file.OpenFiles;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The files of all queues: few of them are open at a time. Where entry n of a queue lies is decided
 * here.
 *
 * <p>Threads: safe for any thread.
 *
 * <p>Errors: after a force that failed nobody knows what is on disk, and a second one would succeed
 * without having written anything: it is remembered, and nothing counts as forced any more.
 */
final class QueueFiles implements AutoCloseable {

    private static final int NAMES = 256;

    private final StoreFiles files;
    private final int fileBytes;
    private final OpenFiles open;
    private final OpenFiles.Maker maker = this::openOrMake;
    private final Named[] names = new Named[NAMES]; // racy on purpose: values are immutable
    private volatile boolean forceFailed;

    /** The path of a queue's file, so that reading and writing it does not build it each time. */
    private record Named(Path directory, long file, Path path) {}

    QueueFiles(StoreFiles files, int fileBytes, int openLimit) {
        this.files = files;
        this.fileBytes = fileBytes;
        this.open = new OpenFiles(files, openLimit);
    }

    int entriesPerFile() {
        return fileBytes / ConsumeQueueEntry.BYTES;
    }

    /** Number of the file that an entry is in. */
    long fileOf(long queueOffset) {
        return queueOffset / entriesPerFile();
    }

    Path pathOf(Path directory, long file) {
        int slot = (directory.hashCode() * 31 + (int) file) & (NAMES - 1);
        Named named = names[slot];
        if (named == null || named.file != file || !named.directory.equals(directory)) {
            Path path = directory.resolve(StoreLayout.segmentName(file * fileBytes));
            named = new Named(directory, file, path);
            names[slot] = named;
        }
        return named.path;
    }

    /** Writes entries to their place; not forced. */
    void write(Path directory, long queueOffset, byte[] entries, int index, int count)
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
            open.write(
                    pathOf(directory, fileOf(at)),
                    bytes,
                    (long) inFile * ConsumeQueueEntry.BYTES,
                    maker);
            at += n;
            done += n;
        }
    }

    /** Adds the entries from an offset up to another to the target; they must be there. */
    void read(Path directory, long from, long to, EntryBuffer target) throws IOException {
        long at = from;
        while (at < to) {
            int inFile = (int) (at % entriesPerFile());
            int n = (int) Math.min(to - at, entriesPerFile() - inFile);
            Path path = pathOf(directory, fileOf(at));
            int got = open.read(path, target.place(n), (long) inFile * ConsumeQueueEntry.BYTES);
            if (got < n * ConsumeQueueEntry.BYTES) {
                throw new IOException("queue file '" + path + "' is shorter than its entries");
            }
            target.added(n);
            at += n;
        }
    }

    /** Forces the files that have the entries from an offset up to another. */
    void force(Path directory, long from, long to) throws IOException {
        if (from >= to) {
            return;
        }
        for (long file = fileOf(from); file <= fileOf(to - 1); file++) {
            try {
                open.force(pathOf(directory, file), StoreFiles::open);
            } catch (ForceFailed e) {
                forceFailed = true;
                throw e;
            }
        }
    }

    /** Forces the names of a queue's files, of its directory and of its topic's directory. */
    void forceNames(Path directory) throws IOException {
        Path ofTopic = directory.getParent();
        try {
            files.forceDirectory(directory);
            files.forceDirectory(ofTopic);
            files.forceDirectory(ofTopic.getParent());
        } catch (IOException e) {
            forceFailed = true;
            throw e;
        }
    }

    /** Whether a force has failed, ever. */
    boolean hasForceFailed() {
        return forceFailed;
    }

    /** Removes the files below a number, oldest first, each durably before the next. */
    int deleteBelow(Path directory, long file) throws IOException {
        int count = 0;
        for (Path path : files.listFiles(directory)) {
            if (StoreLayout.isSegmentName(path.getFileName().toString())
                    && StoreLayout.firstOffset(path) < file * fileBytes) {
                open.close(path);
                files.delete(path);
                files.forceDirectory(directory);
                count++;
            }
        }
        return count;
    }

    /** Removes all files of a queue and its directory. */
    void delete(Path directory) throws IOException {
        for (Path file : files.listFiles(directory)) {
            open.close(file);
            files.delete(file);
        }
        files.delete(directory);
    }

    private StoreFile openOrMake(StoreFiles from, Path path) throws IOException {
        StoreFile file;
        try {
            file = from.create(path);
        } catch (IOException e) {
            makeRoom(from, path);
            file = from.create(path);
        }
        if (file.length() != fileBytes) {
            file.setLength(fileBytes);
        }
        return file;
    }

    /** Makes the directory; what has the name of one of them, or of the file, goes out of the way. */
    private static void makeRoom(StoreFiles from, Path path) throws IOException {
        Path directory = path.getParent();
        try {
            from.makeDirectories(directory);
        } catch (IOException notADirectory) {
            Misplaced.makeRoomForDirectory(from, directory.getParent());
            Misplaced.makeRoomForDirectory(from, directory);
            from.makeDirectories(directory);
        }
        if (from.exists(path)) {
            Misplaced.makeRoomForFile(from, path);
        }
    }

    int openCount() {
        return open.openCount();
    }

    @Override
    public void close() {
        open.close();
    }
}
