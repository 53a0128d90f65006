package io.apogeemq.store.file;

import io.apogeemq.common.io.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The narrow seam between the store and the file system: everything that decides what survives a
 * crash goes through here, so that a test can record it and build the disk a power cut would leave.
 *
 * <p>Threads: safe for any thread.
 */
public interface StoreFiles extends DurableFiles {

    /** The file system of the machine. */
    static StoreFiles onDisk() {
        return new DiskFiles();
    }

    /** Opens an existing file for reading and writing. */
    StoreFile open(Path path) throws IOException;

    /** Opens an existing file to look into it only, which is cheaper. */
    default StoreFile openToRead(Path path) throws IOException {
        return open(path);
    }

    /** Opens a file, making it if it is not there. Durable after {@link #forceDirectory}. */
    StoreFile create(Path path) throws IOException;

    /** Plain files of a directory by name, ascending; none if it is not there. */
    List<Path> listFiles(Path directory) throws IOException;

    /** Sub-directories of a directory by name, ascending; none if it is not there. */
    List<Path> listDirectories(Path directory) throws IOException;

    /**
     * Names of everything in a directory, ascending; none if it is not there, or no directory. Cheaper
     * than asking what each of them is.
     */
    default List<String> names(Path directory) throws IOException {
        return Stream.concat(listFiles(directory).stream(), listDirectories(directory).stream())
                .map(path -> path.getFileName().toString())
                .sorted()
                .toList();
    }

    /**
     * Makes a directory and its parents. Each is durable after {@link #forceDirectory} of the one
     * above only.
     */
    default void makeDirectories(Path directory) throws IOException {
        createDirectories(directory);
    }

    /**
     * Says which life of the machine this is: what was written and not forced is still there as long
     * as this is the same. Empty if nobody knows.
     */
    default String bootId() {
        return "";
    }

    /**
     * Keeps other processes, and other users in this one, off until the result is closed.
     *
     * @throws StoreInUse if somebody has the lock
     */
    Closeable lock(Path path) throws IOException;

    /** Bytes that the disk of a path has left for this process. */
    long usableBytes(Path path) throws IOException;

    /** Size of the disk of a path. */
    long totalBytes(Path path) throws IOException;

    @Override
    default Optional<byte[]> read(Path path) throws IOException {
        if (!exists(path)) {
            return Optional.empty();
        }
        try (StoreFile file = open(path)) {
            ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.length()));
            file.read(content, 0);
            return Optional.of(content.array());
        }
    }

    @Override
    default void writeForced(Path path, byte[] content) throws IOException {
        try (StoreFile file = create(path)) {
            file.setLength(0);
            file.write(ByteBuffer.wrap(content), 0);
            file.force();
        }
    }
}
