package io.apogeemq.store;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The real file system, until a test says what it refuses; what is changed and forced is written down. */
public final class RefusingFiles implements StoreFiles {

    /** What can be refused. */
    public enum Operation {
        CREATE,
        /** Bytes where there were none. */
        ALLOCATE,
        /** Any bytes. */
        WRITE,
        SET_LENGTH,
        FORCE,
        FORCE_MAP,
        FORCE_DIRECTORY,
        RENAME,
        DELETE
    }

    /** One thing that was done to a file or directory, and did not fail. */
    public record Event(Operation operation, Path path) {}

    private record Fault(Operation operation, Predicate<Path> where, String error) {}

    private final StoreFiles real = StoreFiles.onDisk();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();

    /** From now on this fails there, with the words of the system. */
    public void fail(Operation operation, Predicate<Path> where, String error) {
        faults.add(new Fault(operation, where, error));
    }

    /** From now on nothing fails. */
    public void heal() {
        faults.clear();
    }

    /** A full disk: no new bytes. */
    public void fillDisk() {
        fail(Operation.ALLOCATE, path -> true, "No space left on device");
    }

    /** What was done so far, in order. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    private void pass(Operation operation, Path path) throws IOException {
        for (Fault fault : faults) {
            if (fault.operation() == operation && fault.where().test(path)) {
                throw new IOException(fault.error());
            }
        }
        events.add(new Event(operation, path));
    }

    @Override
    public StoreFile open(Path path) throws IOException {
        return new Faulty(real.open(path), path);
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        pass(Operation.CREATE, path);
        return new Faulty(real.create(path), path);
    }

    @Override
    public boolean exists(Path path) {
        return real.exists(path);
    }

    @Override
    public List<Path> listFiles(Path directory) throws IOException {
        return real.listFiles(directory);
    }

    @Override
    public List<Path> listDirectories(Path directory) throws IOException {
        return real.listDirectories(directory);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        real.createDirectories(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        pass(Operation.RENAME, to);
        real.rename(from, to);
    }

    @Override
    public Closeable lock(Path path) throws IOException {
        return real.lock(path);
    }

    @Override
    public long usableBytes(Path path) throws IOException {
        return real.usableBytes(path);
    }

    @Override
    public long totalBytes(Path path) throws IOException {
        return real.totalBytes(path);
    }

    @Override
    public void delete(Path path) throws IOException {
        pass(Operation.DELETE, path);
        real.delete(path);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        pass(Operation.FORCE_DIRECTORY, directory);
        real.forceDirectory(directory);
    }

    private final class Faulty implements StoreFile {
        private final StoreFile file;
        private final Path path;
        private volatile long allocated; // blocks below are there: a full disk lets them be written

        Faulty(StoreFile file, Path path) {
            this.file = file;
            this.path = path;
        }

        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void setLength(long bytes) throws IOException {
            pass(Operation.SET_LENGTH, path);
            file.setLength(bytes);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            long end = position + source.remaining();
            if (end > allocated) {
                pass(Operation.ALLOCATE, path);
            }
            pass(Operation.WRITE, path);
            file.write(source, position);
            allocated = Math.max(allocated, end);
        }

        @Override
        public void force() throws IOException {
            pass(Operation.FORCE, path);
            file.force();
        }

        @Override
        public FileMap map(int bytes) throws IOException {
            FileMap map = file.map(bytes);
            return new FileMap() {
                @Override
                public ByteBuffer buffer() {
                    return map.buffer();
                }

                @Override
                public void force(int from, int length) throws IOException {
                    pass(Operation.FORCE_MAP, path);
                    map.force(from, length);
                }

                @Override
                public void unmap() {
                    map.unmap();
                }
            };
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
