package io.apogeemq.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Another view of a file system: does everything there that a subclass does not do itself.
 *
 * <p>Threads: as those of the file system behind it.
 */
public abstract class ForwardingFiles implements StoreFiles {

    private final StoreFiles files;

    protected ForwardingFiles(StoreFiles files) {
        this.files = files;
    }

    @Override
    public void writeForced(Path path, byte[] content) throws IOException {
        files.writeForced(path, content);
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
