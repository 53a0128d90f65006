package io.apogeemq.store.retention;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The file system of a store, whose small files may use up the reserve: on a full disk one that finds
 * no room gets it and is written once more.
 *
 * <p>Threads: safe for any thread.
 */
public final class ReservedFiles implements StoreFiles {

    private final StoreFiles files;
    private final DiskSpaceGuard guard;

    public ReservedFiles(StoreFiles files, DiskSpaceGuard guard) {
        this.files = files;
        this.guard = guard;
    }

    @Override
    public void writeForced(Path path, byte[] content) throws IOException {
        try {
            files.writeForced(path, content);
        } catch (IOException e) {
            if (!isForLackOfSpace(e) || !guard.giveUpReserve(e)) {
                throw e;
            }
            files.writeForced(path, content);
        }
    }

    /** In the words of Linux and macOS, of quotas, and of Windows. */
    private static boolean isForLackOfSpace(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left")
                || text.contains("quota exceeded")
                || text.contains("not enough space");
    }

    @Override
    public StoreFile open(Path path) throws IOException {
        return files.open(path);
    }

    @Override
    public StoreFile openToRead(Path path) throws IOException {
        return files.openToRead(path);
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        return files.create(path);
    }

    @Override
    public boolean exists(Path path) {
        return files.exists(path);
    }

    @Override
    public List<Path> listFiles(Path directory) throws IOException {
        return files.listFiles(directory);
    }

    @Override
    public List<Path> listDirectories(Path directory) throws IOException {
        return files.listDirectories(directory);
    }

    @Override
    public List<String> names(Path directory) throws IOException {
        return files.names(directory);
    }

    @Override
    public void makeDirectories(Path directory) throws IOException {
        files.makeDirectories(directory);
    }

    @Override
    public String bootId() {
        return files.bootId();
    }

    @Override
    public Closeable lock(Path path) throws IOException {
        return files.lock(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return files.usableBytes(path);
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return files.totalBytes(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        files.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        files.delete(path);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        files.createDirectories(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        files.forceDirectory(directory);
    }
}
