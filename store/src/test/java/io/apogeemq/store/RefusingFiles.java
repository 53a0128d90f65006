package io.apogeemq.store;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.ForwardingFiles;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The real file system, until a test says what it refuses; what is changed and forced is written down. */
public final class RefusingFiles extends ForwardingFiles {

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

    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();

    public RefusingFiles() {
        super(StoreFiles.onDisk());
    }

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
        return new Faulty(super.open(path), path);
    }

    @Override
    public StoreFile create(Path path) throws IOException {
        pass(Operation.CREATE, path);
        return new Faulty(super.create(path), path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        pass(Operation.RENAME, to);
        super.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        pass(Operation.DELETE, path);
        super.delete(path);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        pass(Operation.FORCE_DIRECTORY, directory);
        super.forceDirectory(directory);
    }

    /** Through {@link #create}, so that what fails there fails here. */
    @Override
    public void writeForced(Path path, byte[] content) throws IOException {
        try (StoreFile file = create(path)) {
            file.setLength(0);
            file.write(ByteBuffer.wrap(content), 0);
            file.force();
        }
    }

    private final class Faulty extends ForwardingFile {
        private final Path path;
        private volatile long allocated; // blocks below are there: a full disk lets them be written

        Faulty(StoreFile file, Path path) {
            super(file);
            this.path = path;
        }

        @Override
        public void setLength(long bytes) throws IOException {
            pass(Operation.SET_LENGTH, path);
            super.setLength(bytes);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            long end = position + source.remaining();
            if (end > allocated) {
                pass(Operation.ALLOCATE, path);
            }
            pass(Operation.WRITE, path);
            super.write(source, position);
            allocated = Math.max(allocated, end);
        }

        @Override
        public void force() throws IOException {
            pass(Operation.FORCE, path);
            super.force();
        }

        @Override
        public FileMap map(int bytes) throws IOException {
            return checked(super.map(bytes), () -> pass(Operation.FORCE_MAP, path));
        }
    }
}
