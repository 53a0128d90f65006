package io.apogeemq.store.recovery;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.StoreException;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.MappedFileQueue;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the files of the CommitLog: ignores what is none, repairs a last one that was never filled. */
final class LogFiles {

    private static final Logger log = LoggerFactory.getLogger(LogFiles.class);

    private LogFiles() {}

    static MappedFileQueue open(StoreFiles files, Path directory, int fileBytes)
            throws IOException {
        List<Path> segments = segmentsOf(files, directory);
        MappedFileQueue queue = new MappedFileQueue();
        for (int i = 0; i < segments.size(); i++) {
            Path path = segments.get(i);
            boolean isLast = i == segments.size() - 1;
            if (isLast && dropIfEmpty(files, path)) {
                break;
            }
            ensureLength(files, path, fileBytes, isLast);
            MappedFile file = MappedFile.open(files, path, fileBytes);
            if (!queue.isEmpty() && queue.last().endOffset() != file.firstOffset()) {
                log.error(
                        "log has a gap, messages in it are gone from={} to={}",
                        queue.last().endOffset(),
                        file.firstOffset());
            }
            queue.add(file);
        }
        if (queue.isEmpty()) {
            queue.add(
                    MappedFile.create(
                            files, directory.resolve(StoreLayout.segmentName(0)), fileBytes));
        }
        return queue;
    }

    /** Segment files of a directory in order; anything else is left alone, with a warning. */
    static List<Path> segmentsOf(StoreFiles files, Path directory) throws IOException {
        List<Path> segments = new ArrayList<>();
        for (Path path : files.listFiles(directory)) {
            if (StoreLayout.isSegmentName(path.getFileName().toString())) {
                segments.add(path);
            } else {
                log.warn("not a file of the store, ignored file={}", path);
            }
        }
        return segments;
    }

    /** Store time of the record at a position, -1 if there is none that looks like one. */
    static long storeTimestamp(MappedFileQueue segments, long physicalOffset) {
        Optional<MappedFile> found = segments.find(physicalOffset);
        if (found.isEmpty()) {
            return -1;
        }
        ByteBuffer map = found.get().buffer();
        int at = (int) (physicalOffset - found.get().firstOffset());
        if (at + RecordLayout.MIN_RECORD_BYTES > found.get().fileBytes()) {
            return -1;
        }
        int magic = map.getInt(at + RecordLayout.MAGIC);
        boolean isRecord =
                (magic == RecordLayout.MAGIC_V1 || magic == RecordLayout.MAGIC_V2)
                        && map.getLong(at + RecordLayout.PHYSICAL_OFFSET) == physicalOffset;
        int bornHost = RecordLayout.bornHostBytes(map.getInt(at + RecordLayout.SYS_FLAG));
        return isRecord ? map.getLong(at + RecordLayout.storeTimestamp(bornHost)) : -1;
    }

    private static boolean dropIfEmpty(StoreFiles files, Path path) throws IOException {
        try (StoreFile file = files.open(path)) {
            if (file.length() > 0) {
                return false;
            }
        }
        log.warn("last log file is empty, a crash left it: removed file={}", path);
        files.delete(path);
        files.forceDirectory(path.toAbsolutePath().getParent());
        return true;
    }

    private static void ensureLength(StoreFiles files, Path path, int fileBytes, boolean isLast)
            throws IOException {
        try (StoreFile file = files.open(path)) {
            long length = file.length();
            if (length == fileBytes) {
                return;
            }
            if (!isLast || length > fileBytes) {
                throw new StoreException(
                        "log file '"
                                + path
                                + "' has "
                                + length
                                + " bytes where commitLogFileBytes says '"
                                + fileBytes
                                + "': open the store with the file size it was created with");
            }
            log.warn("last log file is short, extended file={} bytes={}", path, length);
            file.setLength(fileBytes);
            file.force();
        }
    }
}
