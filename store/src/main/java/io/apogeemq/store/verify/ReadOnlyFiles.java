package io.apogeemq.store.verify;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The files of this machine, opened for reading only: whoever works with it can't change a store.
 *
 * <p>Threads: safe for any thread.
 */
public final class ReadOnlyFiles implements StoreFiles {

    private final StoreFiles disk = StoreFiles.onDisk();

    @Override
    public StoreFile open(Path path) throws IOException {
        return new ReadOnlyFile(path, FileChannel.open(path, StandardOpenOption.READ));
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public List<Path> listFiles(Path directory) throws IOException {
        return disk.listFiles(directory);
    }

    @Override
    public List<Path> listDirectories(Path directory) throws IOException {
        return disk.listDirectories(directory);
    }

    /** The lock of the store; the one file that is written, unless the disk takes no writes at all. */
    @Override
    public Closeable lock(Path path) throws IOException {
        if (Files.getFileStore(path.toAbsolutePath().getParent()).isReadOnly()) {
            return () -> {}; // nobody else can write to it either
        }
        return disk.lock(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return disk.usableBytes(path);
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return disk.totalBytes(path);
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        throw refused(path);
    }

    @Override
    public void writeForced(Path path, byte[] content) throws IOException {
        throw refused(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        throw refused(from);
    }

    @Override
    public void delete(Path path) throws IOException {
        throw refused(path);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        throw refused(directory);
    }

    /** Nothing was changed that would have to be made durable. */
    @Override
    public void forceDirectory(Path directory) {}

    private static IOException refused(Path path) {
        return new IOException("'" + path + "' is opened for reading only");
    }

    private record ReadOnlyFile(Path path, FileChannel channel) implements StoreFile {

        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            int total = 0;
            while (target.hasRemaining()) {
                int n = channel.read(target, position + total);
                if (n < 0) {
                    break;
                }
                total += n;
            }
            return total;
        }

        @Override
        public void setLength(long bytes) throws IOException {
            throw refused(path);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            throw refused(path);
        }

        @Override
        public void force() throws IOException {
            throw refused(path);
        }

        @Override
        public FileMap map(int bytes) throws IOException {
            throw refused(path);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
