package io.apogeemq.store.queue;

import io.apogeemq.store.checkpoint.QueueRegistry;
import io.apogeemq.store.dispatch.LastStop;
import io.apogeemq.store.file.Misplaced;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the queues that are on disk, and where each begins and ends.
 *
 * <p>Entries are trusted if they point below a physical offset for which the queues were written; what
 * is behind them comes again from the log. Files that make no sense are removed, for the same reason.
 * After a clean stop the registry knows what should be there, and looking at one block of the newest
 * file tells whether it is.
 *
 * <p>Threads: the opening thread; for very many queues a few more, each with a loader of its own.
 */
public final class QueueLoader {

    private static final Logger log = LoggerFactory.getLogger(QueueLoader.class);
    private static final int SECTOR_BYTES = 512;
    private static final int TOO_LONG = -1;
    private static final long ALL_THERE = Long.MAX_VALUE;
    private static final int MOST_THREADS = 4;
    private static final int TOPICS_FOR_THREADS = 1000;
    private static final long NOWHERE = -1;

    private final StoreFiles files;
    private final StoreLayout layout;
    private final int fileBytes;
    private final LastStop stop;
    private final Map<String, List<QueueRegistry.Queue>> registered;
    private final boolean isRegistryTrue;
    private final LogView logView;
    private final Set<Path> broken; // files of queues that don't fit together
    private final QueueSegment segment;
    private final ByteBuffer entry = ByteBuffer.allocate(ConsumeQueueEntry.BYTES);
    private boolean isDamaged; // whether an entry of the queue that is looked at is damaged
    private long missingFrom = ALL_THERE; // of the segment that was looked at last
    private int keptOfLast; // first entry that is kept, of the segment that was looked at last

    /**
     * A queue as it was found.
     *
     * @param forcedOffset entries below are surely on disk
     * @param dirtyFrom physical offset of the first entry that may not be on disk, or something below;
     *     {@link QueueRegistry.Queue#ON_DISK} if all are
     * @param missingFrom entries may be missing for records from this physical offset on; {@link
     *     Long#MAX_VALUE} if none is
     */
    public record Loaded(
            String topic,
            int queueId,
            long minOffset,
            long maxOffset,
            long forcedOffset,
            long dirtyFrom,
            long missingFrom) {

        boolean isOnDisk() {
            return dirtyFrom == QueueRegistry.Queue.ON_DISK;
        }
    }

    /**
     * @param registered what was known about the queues at the last clean stop
     * @param logView what the log has
     */
    public QueueLoader(
            StoreFiles files,
            StoreLayout layout,
            int fileBytes,
            LastStop stop,
            QueueRegistry.Content registered,
            LogView logView) {
        this.files = files;
        this.layout = layout;
        this.fileBytes = fileBytes;
        this.stop = stop;
        this.registered = new HashMap<>();
        for (QueueRegistry.Queue queue : registered.queues()) {
            this.registered.computeIfAbsent(queue.topic(), t -> new ArrayList<>()).add(queue);
        }
        this.isRegistryTrue =
                stop.isClean() && registered.asOfPhysicalOffset() == stop.writtenBelow();
        this.logView = logView;
        this.broken = ConcurrentHashMap.newKeySet();
        this.segment = new QueueSegment(stop.logMinOffset(), stop.writtenBelow());
    }

    /** Another one for the same store, for another thread. */
    private QueueLoader(QueueLoader other) {
        this.files = other.files;
        this.layout = other.layout;
        this.fileBytes = other.fileBytes;
        this.stop = other.stop;
        this.registered = other.registered;
        this.isRegistryTrue = other.isRegistryTrue;
        this.logView = other.logView;
        this.broken = other.broken;
        this.segment = new QueueSegment(stop.logMinOffset(), stop.writtenBelow());
    }

    /** All queues there are; O(number of queues). */
    public List<Loaded> load() throws IOException {
        List<Loaded> loaded = new ArrayList<>();
        load(layout.consumeQueueDir(), loaded);
        load(layout.batchEntriesDir(), loaded);
        return loaded;
    }

    /** Whether {@link #load} found files that have to be removed: nothing may rely on them any more. */
    boolean hasBroken() {
        return !broken.isEmpty();
    }

    void removeBroken() throws IOException {
        for (Path file : broken) {
            Misplaced.makeRoomForFile(files, file); // it may be a directory
            files.delete(file);
        }
    }

    /** Very many topics are shared out among a few threads, which end with this call. */
    private void load(Path directory, List<Loaded> loaded) throws IOException {
        List<String> topics = files.names(directory);
        int parts = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        if (parts < 2 || topics.size() < TOPICS_FOR_THREADS) {
            load(directory, topics, loaded);
            return;
        }
        List<FutureTask<List<Loaded>>> tasks = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            List<String> part =
                    topics.subList(topics.size() * i / parts, topics.size() * (i + 1) / parts);
            QueueLoader loader = new QueueLoader(this);
            FutureTask<List<Loaded>> task =
                    new FutureTask<>(
                            () -> {
                                List<Loaded> found = new ArrayList<>();
                                loader.load(directory, part, found);
                                return found;
                            });
            tasks.add(task);
            new Thread(task, "load-" + i).start();
        }
        for (FutureTask<List<Loaded>> task : tasks) {
            loaded.addAll(resultOf(task));
        }
    }

    private static List<Loaded> resultOf(FutureTask<List<Loaded>> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("queues can't be loaded: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while queues are loaded");
        }
    }

    private void load(Path directory, List<String> topics, List<Loaded> loaded) throws IOException {
        for (String topic : topics) {
            Path ofTopic = directory.resolve(topic);
            List<QueueRegistry.Queue> known = registered.getOrDefault(topic, List.of());
            if (!isRegistryTrue || !asRegistered(known, ofTopic, loaded)) {
                search(topic, ofTopic, known, loaded);
            }
        }
    }

    // ---- as the registry says

    /** Takes over the queues of a topic if all of them are as they were left. */
    private boolean asRegistered(List<QueueRegistry.Queue> known, Path ofTopic, List<Loaded> loaded)
            throws IOException {
        int before = loaded.size();
        for (QueueRegistry.Queue queue : known) {
            if (queue.maxOffset() > 0) {
                if (!isThere(queue, ofTopic.resolve(Integer.toString(queue.queueId())))) {
                    loaded.subList(before, loaded.size()).clear();
                    return false;
                }
                loaded.add(
                        new Loaded(
                                queue.topic(),
                                queue.queueId(),
                                queue.minOffset(),
                                queue.maxOffset(),
                                queue.forcedOffset(),
                                queue.dirtyFrom(),
                                ALL_THERE));
            }
        }
        return loaded.size() > before;
    }

    /** Looks at a queue of one file: four system calls. Those of more files are searched. */
    private boolean isThere(QueueRegistry.Queue queue, Path directory) throws IOException {
        int entries = fileBytes / ConsumeQueueEntry.BYTES;
        if (queue.maxOffset() > entries) {
            return false;
        }
        Path path = directory.resolve(StoreLayout.segmentName(0));
        try (StoreFile file = files.openToRead(path)) {
            int end = (int) queue.maxOffset();
            int min = (int) queue.minOffset();
            segment.lookAt(file, entries);
            return file.length() == fileBytes
                    && segment.isTrusted(end - 1)
                    && (end == entries || !segment.isTrusted(end))
                    && (min == end || segment.isKept(min))
                    && (min == 0 || !segment.isKept(min - 1));
        } catch (IOException e) {
            log.warn("queue file can't be opened, looked for file={} cause={}", path, e.toString());
            return false;
        }
    }

    // ---- as they are found

    private void search(
            String topic, Path ofTopic, List<QueueRegistry.Queue> known, List<Loaded> loaded)
            throws IOException {
        for (String id : files.names(ofTopic)) {
            Path directory = ofTopic.resolve(id);
            if (isQueueId(id)) {
                loaded.add(searchWhole(topic, Integer.parseInt(id), directory, known));
            } else {
                log.warn("not a queue, ignored dir={}", directory);
            }
        }
    }

    private Loaded searchWhole(
            String topic, int queueId, Path directory, List<QueueRegistry.Queue> known)
            throws IOException {
        try {
            return search(topic, queueId, directory, known);
        } catch (NoSuchFileException | DirectoryNotEmptyException notAFile) {
            for (String name : files.names(directory)) {
                Misplaced.makeRoomForFile(files, directory.resolve(name));
            }
            return search(topic, queueId, directory, known);
        }
    }

    private static boolean isQueueId(String name) {
        if (name.isEmpty() || name.length() > 5) {
            return false;
        }
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Loaded search(
            String topic, int queueId, Path directory, List<QueueRegistry.Queue> known)
            throws IOException {
        List<Path> segments = new ArrayList<>();
        for (String name : files.names(directory)) {
            if (StoreLayout.isSegmentName(name)) {
                segments.add(directory.resolve(name));
            } else {
                log.warn("not a file of the store, ignored file={}", directory.resolve(name));
            }
        }
        if (!areWhole(segments)) {
            return broken(topic, queueId, directory, segments);
        }
        isDamaged = false;
        for (int index = segments.size() - 1; index >= 0; index--) {
            int end = trustedEntries(topic, queueId, segments.get(index));
            if (end == TOO_LONG) {
                return broken(topic, queueId, directory, segments);
            }
            if (end > 0) {
                boolean hadMore = index + 1 < segments.size();
                removeFrom(segments, index + 1);
                long max = firstEntry(segments.get(index)) + end;
                long min = minOffset(segments.subList(0, index + 1), max);
                if (beginsLaterThanKnown(queueId, min, known)) {
                    return broken(topic, queueId, directory, segments.subList(0, index + 1));
                }
                boolean changed = hadMore || missingFrom != ALL_THERE || stop.mayHaveLost();
                return found(topic, queueId, min, max, changed, known);
            }
        }
        return withoutEntries(topic, queueId, segments);
    }

    /** Nothing in its files can be trusted. The first one is filled again from the log. */
    private Loaded withoutEntries(String topic, int queueId, List<Path> segments)
            throws IOException {
        boolean begins = segments.isEmpty() || StoreLayout.firstOffset(segments.get(0)) == 0;
        int kept = begins && !segments.isEmpty() ? 1 : 0;
        removeFrom(segments, kept); // what is kept was cut if it may be stale
        boolean changed = segments.size() > kept || kept > 0 && stop.mayHaveLost();
        long dirtyFrom = changed ? stop.forcedBelow() : QueueRegistry.Queue.ON_DISK;
        long missing = begins && !isDamaged ? ALL_THERE : stop.logMinOffset();
        return new Loaded(topic, queueId, 0, 0, 0, Math.min(dirtyFrom, missing), missing);
    }

    /** Files at the front are gone though nothing of the log was deleted since they were seen. */
    private boolean beginsLaterThanKnown(int queueId, long min, List<QueueRegistry.Queue> known) {
        boolean isComparable = stop.logMinOffset() == 0;
        for (QueueRegistry.Queue queue : known) {
            boolean hadMessages = queue.maxOffset() > queue.minOffset();
            if (isComparable
                    && hadMessages
                    && queue.queueId() == queueId
                    && min > queue.minOffset()) {
                return true;
            }
        }
        return false;
    }

    private Loaded broken(String topic, int queueId, Path directory, List<Path> segments) {
        log.warn("queue files don't fit together, rebuilt from the log dir={}", directory);
        broken.addAll(segments);
        return new Loaded(topic, queueId, 0, 0, 0, stop.logMinOffset(), stop.logMinOffset());
    }

    /** Says what of a queue has to be forced, because we changed it or the last stop did not. */
    private Loaded found(
            String topic,
            int queueId,
            long min,
            long max,
            boolean changed,
            List<QueueRegistry.Queue> known) {
        long forced = max;
        long dirtyFrom = QueueRegistry.Queue.ON_DISK;
        if (changed) {
            forced = max - 1;
            dirtyFrom = stop.forcedBelow();
        }
        if (stop.forcedBelow() < stop.writtenBelow()) {
            forced = 0;
            dirtyFrom = stop.forcedBelow();
            for (QueueRegistry.Queue queue : known) {
                if (queue.queueId() == queueId && !changed && queue.maxOffset() == max) {
                    forced = queue.forcedOffset();
                    dirtyFrom = queue.dirtyFrom();
                }
            }
        }
        dirtyFrom = Math.min(dirtyFrom, missingFrom); // it comes again, into memory first
        return new Loaded(topic, queueId, min, max, forced, dirtyFrom, missingFrom);
    }

    /**
     * Full length and side by side, with entries that point onwards; the last may be short, a crash can
     * leave that.
     */
    private boolean areWhole(List<Path> segments) throws IOException {
        long pointsBehind = 0;
        for (int i = 0; i < segments.size(); i++) {
            Path path = segments.get(i);
            long first = StoreLayout.firstOffset(path);
            boolean follows =
                    i == 0 || StoreLayout.firstOffset(segments.get(i - 1)) + fileBytes == first;
            if (!follows || first % fileBytes != 0) {
                return false;
            }
            if (i < segments.size() - 1) { // the last one is looked at more closely
                try (StoreFile file = files.open(path)) {
                    long begin = file.length() == fileBytes ? pointsTo(file, 0) : NOWHERE;
                    long last = pointsTo(file, fileBytes - ConsumeQueueEntry.BYTES);
                    if (begin < pointsBehind || last < begin) {
                        return false;
                    }
                    pointsBehind = last;
                }
            }
        }
        return true;
    }

    /** The physical offset in an entry, or NOWHERE if it can be none. */
    private long pointsTo(StoreFile file, long position) throws IOException {
        entry.clear();
        boolean isThere = file.read(entry, position) == ConsumeQueueEntry.BYTES;
        return isThere && entry.getInt(ConsumeQueueEntry.RECORD_BYTES) > 0
                ? entry.getLong(ConsumeQueueEntry.PHYSICAL_OFFSET)
                : NOWHERE;
    }

    /** How many entries of a file can be trusted. What is behind them is cut off if it may be stale. */
    private int trustedEntries(String topic, int queueId, Path path) throws IOException {
        try (StoreFile file = files.open(path)) {
            long length = file.length();
            if (length > fileBytes) {
                return TOO_LONG;
            }
            segment.lookAt(file, fileBytes / ConsumeQueueEntry.BYTES);
            int end = segment.trustedEntries();
            if (end < fileBytes / ConsumeQueueEntry.BYTES && segment.goesOnBehind(end)) {
                end = lastConfirmed(topic, queueId, firstEntry(path), end);
                isDamaged = true;
                log.warn(
                        "queue entry is damaged, built again from the log file={} entry={}",
                        path,
                        end);
            }
            boolean hasMarksOnly = end > 0 && segment.isFront(end - 1);
            if (hasMarksOnly) {
                end = 0; // the message they stood in front of is not there: an earlier one may be
                file.setLength(0);
            }
            missingFrom = isDamaged && end > 0 ? segment.physicalOffset(end - 1) : ALL_THERE;
            if (stop.mayHaveLost()) {
                if (end > 0 && isTornWrongly(topic, queueId, firstEntry(path), end - 1)) {
                    end--;
                }
                keptOfLast = segment.firstKept(end);
                file.setLength((long) end * ConsumeQueueEntry.BYTES);
                file.setLength(fileBytes);
            } else {
                keptOfLast = segment.firstKept(end);
                if (end == 0 && !segment.isBlankOrNewer(0)) {
                    file.setLength(0); // no queue has ever looked like this
                }
                if (file.length() != fileBytes) {
                    file.setLength(fileBytes);
                }
            }
            return end;
        }
    }

    /** How many entries are left without those at the end that the log knows nothing about. */
    private int lastConfirmed(String topic, int queueId, long first, int count) throws IOException {
        int end = count;
        while (end > 0
                && !logView.confirms(
                        topic,
                        queueId,
                        first + end - 1,
                        segment.physicalOffset(end - 1),
                        segment.recordBytes(end - 1))) {
            end--;
        }
        return end;
    }

    /**
     * An entry that lies in two sectors, of which only the second got to the disk, may look like one
     * with a smaller physical offset: then the log has something else there.
     */
    private boolean isTornWrongly(String topic, int queueId, long first, int index)
            throws IOException {
        boolean isInTwoSectors =
                index * ConsumeQueueEntry.BYTES / SECTOR_BYTES
                        != ((index + 1) * ConsumeQueueEntry.BYTES - 1) / SECTOR_BYTES;
        int recordBytes = segment.recordBytes(index);
        return isInTwoSectors
                && recordBytes != ConsumeQueueEntry.NO_MESSAGE
                && !logView.confirms(
                        topic, queueId, first + index, segment.physicalOffset(index), recordBytes);
    }

    /** The last of the segments was looked at before. */
    private long minOffset(List<Path> segments, long max) throws IOException {
        int fullCount = fileBytes / ConsumeQueueEntry.BYTES;
        for (Path path : segments.subList(0, segments.size() - 1)) {
            try (StoreFile file = files.open(path)) {
                segment.lookAt(file, fullCount);
                int kept = segment.firstKept(fullCount);
                if (kept < fullCount) {
                    return firstEntry(path) + kept;
                }
            }
        }
        return Math.min(max, firstEntry(segments.get(segments.size() - 1)) + keptOfLast);
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
