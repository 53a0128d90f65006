package io.apogeemq.store.recovery;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.StoreException;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.MappedFileQueue;
import io.apogeemq.store.file.Misplaced;
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

/**
 * Opens the files of the log, whatever has happened to them.
 *
 * <pre>
 * found                                      then
 *   no file                                  the first one is made
 *   an empty last file                       removed: it was never filled
 *   a short file                             extended; what is missing is damage, but not what was never
 *                                            on disk of the last one
 *   a long file                              what is behind its end is left alone
 *   a file that begins within another one    ignored
 *   a gap between two files                  damage
 *   any other name, a directory              ignored, or moved out of the way
 * </pre>
 */
final class LogFiles {

    private static final Logger log = LoggerFactory.getLogger(LogFiles.class);

    private final StoreFiles files;
    private final Path directory;
    private final int fileBytes;
    private final long flushedOffset;
    private final DamageReport damage;

    /**
     * @param flushedOffset the log was on disk below this
     */
    LogFiles(
            StoreFiles files,
            Path directory,
            int fileBytes,
            long flushedOffset,
            DamageReport damage) {
        this.files = files;
        this.directory = directory;
        this.fileBytes = fileBytes;
        this.flushedOffset = flushedOffset;
        this.damage = damage;
    }

    MappedFileQueue open() throws IOException {
        List<Path> segments = dropEmptyTail(segmentsOf(files, directory));
        refuseOtherSize(segments);
        MappedFileQueue queue = new MappedFileQueue();
        for (int i = 0; i < segments.size(); i++) {
            Path path = segments.get(i);
            long first = StoreLayout.firstOffset(path);
            if (!queue.isEmpty() && first < queue.last().endOffset()) {
                log.warn("log file begins within the one before it, ignored file={}", path);
                continue;
            }
            ensureLength(path, i == segments.size() - 1);
            if (!queue.isEmpty() && first > queue.last().endOffset()) {
                reportGap(queue.last().endOffset(), first);
            }
            queue.add(MappedFile.open(files, path, fileBytes));
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
        for (Path path : files.listDirectories(directory)) {
            if (StoreLayout.isSegmentName(path.getFileName().toString())) {
                Misplaced.makeRoomForFile(files, path);
            } else {
                log.warn("not a file of the store, ignored dir={}", path);
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

    private List<Path> dropEmptyTail(List<Path> segments) throws IOException {
        int count = segments.size();
        while (count > 0 && lengthOf(segments.get(count - 1)) == 0) {
            count--;
            Path path = segments.get(count);
            log.warn("last log file is empty, a crash left it: removed file={}", path);
            files.delete(path);
        }
        if (count < segments.size()) {
            files.forceDirectory(directory);
        }
        return segments.subList(0, count);
    }

    /** Files that agree with each other on another size were made with it: nothing is wrong with them. */
    private void refuseOtherSize(List<Path> segments) throws IOException {
        if (segments.size() < 2) {
            return;
        }
        long distance =
                StoreLayout.firstOffset(segments.get(1)) - StoreLayout.firstOffset(segments.get(0));
        if (distance != fileBytes
                && distance % fileBytes != 0
                && lengthOf(segments.get(0)) == distance) {
            throw otherSize(distance);
        }
        boolean allLonger = true;
        for (Path path : segments) {
            allLonger &= lengthOf(path) == distance && distance > fileBytes;
        }
        if (allLonger) {
            throw otherSize(distance);
        }
    }

    private StoreException otherSize(long actual) {
        return new StoreException(
                "the log files in '"
                        + directory
                        + "' have '"
                        + actual
                        + "' bytes each, the configured size is '"
                        + fileBytes
                        + "': set mappedFileSizeCommitLog to '"
                        + actual
                        + "'");
    }

    private void ensureLength(Path path, boolean isLast) throws IOException {
        long length = lengthOf(path);
        if (length > fileBytes) {
            log.warn(
                    "log file is longer than it should be, the rest is left alone file={} bytes={}",
                    path,
                    length);
        } else if (length < fileBytes) {
            log.warn("log file is short, extended file={} bytes={}", path, length);
            long first = StoreLayout.firstOffset(path);
            long end = first + fileBytes;
            long expectedEnd = isLast ? Math.min(end, flushedOffset) : end;
            if (first + length < expectedEnd) {
                report(path, first + length, expectedEnd);
            }
            try (StoreFile file = files.open(path)) {
                file.setLength(fileBytes);
                file.force();
            }
        }
    }

    private void reportGap(long from, long to) {
        report(directory.resolve(StoreLayout.segmentName(from)), from, to);
    }

    private void report(Path path, long from, long to) {
        log.error(
                "part of the log is missing, its messages are gone file={} from={} to={}",
                path,
                from,
                to);
        damage.missing(path, from, to);
    }

    private long lengthOf(Path path) throws IOException {
        try (StoreFile file = files.open(path)) {
            return file.length();
        }
    }
}
