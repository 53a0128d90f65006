package io.apogeemq.store.file;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves out of the way what has a name that the store needs, and is of another kind: a directory where
 * a file belongs, or a file where a directory belongs. Nothing is deleted.
 *
 * <p>Only for files that are derived from the log, or that only say what can be found out: the log
 * itself is not replaced by an empty one.
 */
public final class Misplaced {

    private static final Logger log = LoggerFactory.getLogger(Misplaced.class);

    private Misplaced() {}

    /** Makes room for a file. */
    public static void makeRoomForFile(StoreFiles files, Path path) throws IOException {
        if (isDirectory(files, path)) {
            moveAside(files, path, "a directory");
        }
    }

    /** Makes room for a directory. */
    public static void makeRoomForDirectory(StoreFiles files, Path path) throws IOException {
        if (files.exists(path) && !isDirectory(files, path)) {
            moveAside(files, path, "a file");
        }
    }

    /** Whether a directory has this name; rare, lists what is beside it. */
    public static boolean isDirectory(StoreFiles files, Path path) throws IOException {
        return files.exists(path)
                && files.listDirectories(path.toAbsolutePath().getParent()).stream()
                        .anyMatch(directory -> directory.getFileName().equals(path.getFileName()));
    }

    private static void moveAside(StoreFiles files, Path path, String what) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".misplaced");
        for (int i = 2; files.exists(aside); i++) {
            aside = path.resolveSibling(path.getFileName() + ".misplaced" + i);
        }
        files.rename(path, aside);
        files.forceDirectory(path.toAbsolutePath().getParent());
        log.warn("{} has the name of a part of the store, moved path={} to={}", what, path, aside);
    }
}
