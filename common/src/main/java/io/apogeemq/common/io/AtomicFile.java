package io.apogeemq.common.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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

    private final Path file;

    public AtomicFile(Path file) {
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
        Files.createDirectories(directory);
        Path temp = sibling(".tmp");
        try (FileChannel channel =
                FileChannel.open(
                        temp,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        if (Files.exists(file)) {
            Files.move(file, backupPath(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(directory);
    }

    /**
     * The newest whole version: the file, else its backup, else empty when neither exists.
     *
     * @throws IOException if something is there but no version is whole; never "empty" in silence
     */
    public Optional<byte[]> read(Check check) throws IOException {
        byte[] current = readIfPresent(file);
        if (current.length > 0 && check.isWhole(current)) {
            return Optional.of(current);
        }
        byte[] backup = readIfPresent(backupPath());
        if (backup.length > 0 && check.isWhole(backup)) {
            return Optional.of(backup);
        }
        if (!Files.exists(file) && !Files.exists(backupPath())) {
            return Optional.empty();
        }
        throw new IOException(
                "neither '"
                        + file
                        + "' nor its backup '"
                        + backupPath().getFileName()
                        + "' can be read: restore one of them, or remove both to start without");
    }

    /** Makes creations, renames and removals in a directory durable. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static byte[] readIfPresent(Path path) throws IOException {
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException absent) {
            return new byte[0];
        }
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
