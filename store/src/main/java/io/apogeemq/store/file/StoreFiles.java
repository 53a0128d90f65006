package io.apogeemq.store.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The narrow seam between the store and the file system: everything that decides what survives a
 * crash goes through here, so that a test can record it and build the disk a power cut would leave.
 *
 * <p>Threads: safe for any thread.
 */
public interface StoreFiles {

    /** The file system of the machine. */
    static StoreFiles onDisk() {
        return new DiskFiles();
    }

    /** Opens an existing file for reading and writing. */
    StoreFile open(Path path) throws IOException;

    /** Opens a file, making it if it is not there. Durable after {@link #forceDirectory}. */
    StoreFile create(Path path) throws IOException;

    boolean exists(Path path);

    /** Plain files of a directory by name, ascending; none if it is not there. */
    List<Path> listFiles(Path directory) throws IOException;

    /** Sub-directories of a directory by name, ascending; none if it is not there. */
    List<Path> listDirectories(Path directory) throws IOException;

    /** Makes a directory and its parents, durably. */
    void createDirectories(Path directory) throws IOException;

    /** Removes a file or an empty directory, if it is there. */
    void delete(Path path) throws IOException;

    /** Makes creations and removals in a directory durable. */
    void forceDirectory(Path directory) throws IOException;
}
