package io.apogeemq.common.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small file that is replaced as a whole: after a crash a reader finds the old content or the new
 * one, never a mixture and never nothing.
 *
 * <pre>
 * replace:  write name.tmp, fsync it, name -> name.bak (atomic), name.tmp -> name (atomic), fsync directory
 * read:     name; when it is missing, empty or refused by the check: name.bak
 * </pre>
 *
 * <p>Threads: confined to one thread at a time; the owner says which.
 */
public final class AtomicFile {

    /** Decides whether content is whole, e.g. by parsing it or by a checksum. */
    public interface Check {
        boolean isWhole(byte[] content);
    }

    private final DurableFiles files;
    private final Path file;

    /** A file of this machine. */
    public AtomicFile(Path file) {
        this(DurableFiles.onDisk(), file);
    }

    public AtomicFile(DurableFiles files, Path file) {
        this.files = files;
        this.file = file;
    }

    public Path path() {
        return file;
    }

    /** Where the version before the present one is kept. */
    public Path backupPath() {
        return sibling(".bak");
    }

    /** Replaces the content durably; the previous version becomes the backup. */
    public void replace(byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        files.createDirectories(directory);
        Path temp = sibling(".tmp");
        files.writeForced(temp, content);
        if (files.exists(file)) {
            files.rename(file, backupPath());
        }
        files.rename(temp, file);
        files.forceDirectory(directory);
    }

    /**
     * The newest whole version: the file, else its backup, else empty when neither exists.
     *
     * @throws IOException if something is there but no version is whole; never "empty" in silence
     */
    public Optional<byte[]> read(Check check) throws IOException {
        Optional<byte[]> current = files.read(file);
        if (current.isPresent() && isWhole(current.get(), check)) {
            return current;
        }
        Optional<byte[]> backup = files.read(backupPath());
        if (backup.isPresent() && isWhole(backup.get(), check)) {
            return backup;
        }
        if (current.isEmpty() && backup.isEmpty()) {
            return Optional.empty();
        }
        throw new IOException(
                "neither '"
                        + file
                        + "' nor its backup '"
                        + backupPath().getFileName()
                        + "' can be read: restore one of them, or remove both to start without");
    }

    private static boolean isWhole(byte[] content, Check check) {
        return content.length > 0 && check.isWhole(content);
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
