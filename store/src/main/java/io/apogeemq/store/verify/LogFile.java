package io.apogeemq.store.verify;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of the log as it is on disk.
 *
 * @param firstOffset physical offset of its first byte
 * @param bytes its length
 */
public record LogFile(Path path, long firstOffset, long bytes) {

    long endOffset() {
        return firstOffset + bytes;
    }

    /** The files of a log in order; what is none of them is left out. */
    public static List<LogFile> of(StoreFiles files, Path directory) throws IOException {
        List<LogFile> log = new ArrayList<>();
        for (Path path : files.listFiles(directory)) {
            if (StoreLayout.isSegmentName(path.getFileName().toString())) {
                try (StoreFile file = files.open(path)) {
                    log.add(new LogFile(path, StoreLayout.firstOffset(path), file.length()));
                }
            }
        }
        return log;
    }
}
