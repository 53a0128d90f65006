package io.apogeemq.store.queue;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the queues that are on disk, and where each begins and ends.
 *
 * <p>Entries are trusted if they point below a physical offset for which the queues were forced; what
 * is behind them is cut off and comes again from the log. Files that make no sense are removed, for the
 * same reason.
 *
 * <p>Threads: the opening thread.
 */
public final class QueueLoader {

    private static final Logger log = LoggerFactory.getLogger(QueueLoader.class);

    private final StoreFiles files;
    private final StoreLayout layout;
    private final int fileBytes;
    private final long logMinOffset;
    private final long trustedBelow;
    private final boolean cutTails;
    private final ByteBuffer entry = ByteBuffer.allocate(ConsumeQueueEntry.BYTES);

    /**
     * A queue as it was found.
     *
     * @param lastPhysicalOffset of its last trusted entry; -1 without one
     * @param wasBroken whether entries below the trusted offset may be missing
     */
    public record Loaded(
            String topic,
            int queueId,
            long minOffset,
            long maxOffset,
            long lastPhysicalOffset,
            boolean wasBroken) {}

    /**
     * @param trustedBelow entries that point below were forced
     * @param cutTails whether untrusted entries may be in the files: after anything but a clean stop
     */
    public QueueLoader(
            StoreFiles files,
            StoreLayout layout,
            int fileBytes,
            long logMinOffset,
            long trustedBelow,
            boolean cutTails) {
        this.files = files;
        this.layout = layout;
        this.fileBytes = fileBytes;
        this.logMinOffset = logMinOffset;
        this.trustedBelow = trustedBelow;
        this.cutTails = cutTails;
    }

    /** All queues there are; O(number of queues). */
    public List<Loaded> load() throws IOException {
        List<Loaded> loaded = new ArrayList<>();
        load(layout.consumeQueueDir(), loaded);
        load(layout.batchEntriesDir(), loaded);
        return loaded;
    }

    private void load(Path directory, List<Loaded> loaded) throws IOException {
        for (Path topic : files.listDirectories(directory)) {
            for (Path queue : files.listDirectories(topic)) {
                String id = queue.getFileName().toString();
                if (isQueueId(id)) {
                    loaded.add(load(topic.getFileName().toString(), Integer.parseInt(id), queue));
                } else {
                    log.warn("not a queue, ignored dir={}", queue);
                }
            }
        }
    }

    private static boolean isQueueId(String name) {
        if (name.isEmpty() || name.length() > 5) {
            return false;
        }
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Loaded load(String topic, int queueId, Path directory) throws IOException {
        List<Path> segments = new ArrayList<>();
        for (Path path : files.listFiles(directory)) {
            if (StoreLayout.isSegmentName(path.getFileName().toString())) {
                segments.add(path);
            } else {
                log.warn("not a file of the store, ignored file={}", path);
            }
        }
        if (!areWhole(segments)) {
            log.warn("queue files don't fit together, rebuilt from the log dir={}", directory);
            removeFrom(segments, 0);
            return new Loaded(topic, queueId, 0, 0, -1, true);
        }
        int index = segments.size() - 1;
        while (index >= 0 && !isTrusted(segments.get(index), 0)) {
            index--;
        }
        if (index < 0) {
            boolean begins = segments.isEmpty() || StoreLayout.firstOffset(segments.get(0)) == 0;
            removeFrom(segments, 0);
            return new Loaded(topic, queueId, 0, 0, -1, !begins);
        }
        int end = firstUntrusted(segments.get(index));
        removeFrom(segments, index + 1);
        if (cutTails) {
            cut(segments.get(index), end);
        }
        long max = firstEntry(segments.get(index)) + end;
        long lastPhysical = physicalOffset(segments.get(index), end - 1);
        return new Loaded(
                topic,
                queueId,
                minOffset(segments.subList(0, index + 1), max),
                max,
                lastPhysical,
                false);
    }

    /** Full length and side by side; the last may be short, a crash can leave that. */
    private boolean areWhole(List<Path> segments) throws IOException {
        for (int i = 0; i < segments.size(); i++) {
            Path path = segments.get(i);
            long first = StoreLayout.firstOffset(path);
            boolean follows =
                    i == 0 || StoreLayout.firstOffset(segments.get(i - 1)) + fileBytes == first;
            if (!follows || first % fileBytes != 0) {
                return false;
            }
            try (StoreFile file = files.open(path)) {
                long length = file.length();
                if (length < fileBytes && i == segments.size() - 1) {
                    file.setLength(fileBytes);
                } else if (length != fileBytes) {
                    return false;
                }
            }
        }
        return true;
    }

    private int firstUntrusted(Path path) throws IOException {
        int low = 0;
        int high = fileBytes / ConsumeQueueEntry.BYTES;
        try (StoreFile file = files.open(path)) {
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (isTrusted(file, middle)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        }
        return low;
    }

    private long minOffset(List<Path> segments, long max) throws IOException {
        for (Path path : segments) {
            int count = (int) Math.min(fileBytes / ConsumeQueueEntry.BYTES, max - firstEntry(path));
            int low = 0;
            int high = count;
            try (StoreFile file = files.open(path)) {
                while (low < high) {
                    int middle = (low + high) >>> 1;
                    if (isKept(file, middle)) {
                        high = middle;
                    } else {
                        low = middle + 1;
                    }
                }
            }
            if (low < count) {
                return firstEntry(path) + low;
            }
        }
        return max;
    }

    /** Points to something the log still has, and is none of the marked entries at the front. */
    private boolean isKept(StoreFile file, int index) throws IOException {
        read(file, index);
        long physical = entry.getLong(ConsumeQueueEntry.PHYSICAL_OFFSET);
        int length = entry.getInt(ConsumeQueueEntry.RECORD_BYTES);
        boolean isFront = physical == 0 && length == ConsumeQueueEntry.NO_MESSAGE;
        return physical >= logMinOffset && !isFront;
    }

    private boolean isTrusted(Path path, int index) throws IOException {
        try (StoreFile file = files.open(path)) {
            return isTrusted(file, index);
        }
    }

    private boolean isTrusted(StoreFile file, int index) throws IOException {
        read(file, index);
        long physical = entry.getLong(ConsumeQueueEntry.PHYSICAL_OFFSET);
        return entry.getInt(ConsumeQueueEntry.RECORD_BYTES) > 0
                && physical >= 0
                && physical < trustedBelow;
    }

    private long physicalOffset(Path path, int index) throws IOException {
        try (StoreFile file = files.open(path)) {
            read(file, index);
            return entry.getLong(ConsumeQueueEntry.PHYSICAL_OFFSET);
        }
    }

    private void read(StoreFile file, int index) throws IOException {
        entry.clear();
        file.read(entry, (long) index * ConsumeQueueEntry.BYTES);
    }

    private void cut(Path path, int entries) throws IOException {
        try (StoreFile file = files.open(path)) {
            file.setLength((long) entries * ConsumeQueueEntry.BYTES);
            file.setLength(fileBytes);
        }
    }

    private void removeFrom(List<Path> segments, int index) throws IOException {
        for (int i = segments.size() - 1; i >= index; i--) {
            files.delete(segments.get(i));
        }
    }

    private long firstEntry(Path path) {
        return StoreLayout.firstOffset(path) / ConsumeQueueEntry.BYTES;
    }
}
