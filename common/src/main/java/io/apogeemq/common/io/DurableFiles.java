package io.apogeemq.common.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What small files need of a file system to survive a crash: the seam through which a test records
 * what was made durable, and builds the disk that a power cut would leave.
 *
 * <p>Threads: safe for any thread.
 */
public interface DurableFiles {

    /** The file system of the machine. */
    static DurableFiles onDisk() {
        return new DiskDurableFiles();
    }

    boolean exists(Path path);

    /** The whole content of a small file; empty if it is not there. */
    Optional<byte[]> read(Path path) throws IOException;

    /**
     * Makes or overwrites a file and forces its content. A new name is durable after {@link
     * #forceDirectory} only.
     */
    void writeForced(Path path, byte[] content) throws IOException;

    /** Gives a file another name at once, in place of what had it. Durable after {@link #forceDirectory}. */
    void rename(Path from, Path to) throws IOException;

    /** Removes a file or an empty directory, if it is there. Durable after {@link #forceDirectory}. */
    void delete(Path path) throws IOException;

    /** Makes a directory and its parents, durably. */
    void createDirectories(Path directory) throws IOException;

    /** Makes creations, renames and removals in a directory durable. */
    void forceDirectory(Path directory) throws IOException;
}
