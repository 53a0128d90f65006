package io.apogeemq.common.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger log = LoggerFactory.getLogger(AtomicFile.class);

    private final DurableFiles files;
    private final Path file;
    private boolean namesAreOnDisk; // once this object has replaced the file

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
        settleNames(directory);
        namesAreOnDisk = false;
        if (files.exists(file)) {
            files.rename(file, backupPath());
        }
        files.rename(temp, file);
        files.forceDirectory(directory);
        namesAreOnDisk = true;
    }

    /**
     * A process that was killed may have left renames behind that are not on disk yet: mixed with ours, a
     * power cut could leave neither version under its name; and what was read could un-happen.
     */
    private void settleNames(Path directory) throws IOException {
        if (!namesAreOnDisk) {
            files.forceDirectory(directory);
            namesAreOnDisk = true;
        }
    }

    /**
     * The newest whole version: the file, else its backup, else empty when neither exists. A damaged file
     * is moved away to {@code name.unreadable}, and so is a directory in the place of the backup: they
     * would be in the way of the next version.
     *
     * @throws IOException if something is there but no version is whole; never "empty" in silence
     */
    public Optional<byte[]> read(Check check) throws IOException {
        Version current = version(file);
        Version backup = version(backupPath());
        boolean currentIsWhole = current.isWhole(check);
        if (!currentIsWhole && !backup.isWhole(check)) {
            if (!current.isThere() && !backup.isThere()) {
                return Optional.empty();
            }
            throw new IOException(
                    "neither '"
                            + file
                            + "' nor its backup '"
                            + backupPath().getFileName()
                            + "' can be read: restore one of them, or remove both to start without");
        }
        settleNames(file.toAbsolutePath().getParent());
        if (!backup.isReadable) {
            backup.moveAway();
        }
        if (currentIsWhole) {
            return current.content;
        }
        log.warn(
                "file is {}, the version before it is taken file={}",
                current.isThere() ? "damaged" : "missing",
                file);
        if (current.isThere()) {
            current.moveAway(); // else it would become the backup, in place of the good one
        }
        return backup.content;
    }

    private Version version(Path path) {
        try {
            return new Version(path, files.read(path), true);
        } catch (IOException e) {
            log.warn("file can't be read file={} problem={}", path, e.toString());
            return new Version(path, Optional.empty(), false);
        }
    }

    /** One of the two versions as it was found. */
    private final class Version {
        private final Path path;
        private final Optional<byte[]> content; // empty: absent or unreadable
        private final boolean isReadable;

        Version(Path path, Optional<byte[]> content, boolean isReadable) {
            this.path = path;
            this.content = content;
            this.isReadable = isReadable;
        }

        boolean isThere() {
            return content.isPresent() || !isReadable;
        }

        boolean isWhole(Check check) {
            return content.isPresent() && content.get().length > 0 && check.isWhole(content.get());
        }

        /** Where nothing can be renamed it stays: the content that was found is right all the same. */
        void moveAway() {
            Path away = path.resolveSibling(path.getFileName() + ".unreadable");
            for (int i = 2; files.exists(away); i++) {
                away = path.resolveSibling(path.getFileName() + ".unreadable" + i);
            }
            try {
                files.rename(path, away);
                files.forceDirectory(path.toAbsolutePath().getParent());
                log.warn("moved away path={} to={}", path, away);
            } catch (IOException e) {
                log.warn("can't be moved away path={}", path, e);
            }
        }
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
