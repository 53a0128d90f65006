package io.apogeemq.store.verify;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.queue.ConsumeQueueEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A queue of a store that nobody has open, read from its files; nothing is kept open or in memory.
 *
 * <p>Threads: confined to one.
 */
final class RestingQueue implements QueueView {

    private final StoreFiles files;
    private final ReadMeter meter;
    private final String topic;
    private final int queueId;
    private final Path directory;
    private final int fileBytes;
    private final long minOffset;
    private final long maxOffset;
    private final String problem;
    private final String readProblem;

    private RestingQueue(
            StoreFiles files,
            ReadMeter meter,
            String topic,
            int queueId,
            Path directory,
            int fileBytes,
            long minOffset,
            long maxOffset,
            String problem,
            String readProblem) {
        this.files = files;
        this.meter = meter;
        this.topic = topic;
        this.queueId = queueId;
        this.directory = directory;
        this.fileBytes = fileBytes;
        this.minOffset = minOffset;
        this.maxOffset = maxOffset;
        this.problem = problem;
        this.readProblem = readProblem;
    }

    /** Looks at a queue's directory and finds its end. */
    static RestingQueue of(
            StoreFiles files,
            ReadMeter meter,
            String topic,
            int queueId,
            Path directory,
            int fileBytes)
            throws IOException {
        List<Path> segments =
                files.listFiles(directory).stream()
                        .filter(p -> StoreLayout.isSegmentName(p.getFileName().toString()))
                        .toList();
        RestingQueue empty =
                new RestingQueue(files, meter, topic, queueId, directory, fileBytes, 0, 0, "", "");
        try {
            return empty.filledWith(segments);
        } catch (IOException e) {
            return new RestingQueue(
                    files,
                    meter,
                    topic,
                    queueId,
                    directory,
                    fileBytes,
                    0,
                    0,
                    "",
                    String.valueOf(e.getMessage()));
        }
    }

    private RestingQueue filledWith(List<Path> segments) throws IOException {
        String found = "";
        for (int i = 0; i < segments.size() && found.isEmpty(); i++) {
            found = problemOf(files, segments, i, fileBytes);
        }
        long min = 0;
        long max = 0;
        if (!segments.isEmpty()) {
            int last = segments.size() - 1;
            while (last > 0 && end(segments.get(last)) == 0) {
                last--;
            }
            min = StoreLayout.firstOffset(segments.get(0)) / ConsumeQueueEntry.BYTES;
            max =
                    StoreLayout.firstOffset(segments.get(last)) / ConsumeQueueEntry.BYTES
                            + end(segments.get(last));
        }
        return new RestingQueue(
                files, meter, topic, queueId, directory, fileBytes, min, max, found, "");
    }

    private static String problemOf(StoreFiles files, List<Path> segments, int i, int fileBytes)
            throws IOException {
        Path path = segments.get(i);
        long first = StoreLayout.firstOffset(path);
        if (first % fileBytes != 0) {
            return "file '"
                    + path.getFileName()
                    + "' does not begin at a multiple of the file size '"
                    + fileBytes
                    + "'";
        }
        if (i > 0 && StoreLayout.firstOffset(segments.get(i - 1)) + fileBytes != first) {
            return "there is a gap in front of file '" + path.getFileName() + "'";
        }
        try (StoreFile file = files.open(path)) {
            return file.length() == fileBytes
                    ? ""
                    : "file '"
                            + path.getFileName()
                            + "' has "
                            + file.length()
                            + " bytes where the others have "
                            + fileBytes;
        }
    }

    /** How many entries a file has, if they stand one behind the other. */
    private int end(Path path) throws IOException {
        int low = 0;
        int high = fileBytes / ConsumeQueueEntry.BYTES;
        ByteBuffer entry = ByteBuffer.allocate(ConsumeQueueEntry.BYTES);
        try (StoreFile file = files.open(path)) {
            while (low < high) {
                int middle = (low + high) >>> 1;
                entry.clear();
                int got = file.read(entry, (long) middle * ConsumeQueueEntry.BYTES);
                meter.read(got);
                boolean isEntry =
                        got == ConsumeQueueEntry.BYTES
                                && entry.getInt(ConsumeQueueEntry.RECORD_BYTES) > 0
                                && entry.getLong(ConsumeQueueEntry.PHYSICAL_OFFSET) >= 0;
                if (isEntry) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        }
        return low;
    }

    /** Why its files don't fit together; empty when they do. */
    String problem() {
        return problem;
    }

    @Override
    public String readProblem() {
        return readProblem;
    }

    Path directory() {
        return directory;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public int queueId() {
        return queueId;
    }

    @Override
    public long minOffset() {
        return minOffset;
    }

    @Override
    public long maxOffset() {
        return maxOffset;
    }

    @Override
    public Path fileOf(long queueOffset) {
        long first = queueOffset * ConsumeQueueEntry.BYTES / fileBytes * fileBytes;
        return directory.resolve(StoreLayout.segmentName(first));
    }

    @Override
    public long positionOf(long queueOffset) {
        return queueOffset * ConsumeQueueEntry.BYTES % fileBytes;
    }

    @Override
    public void read(long from, EntryWindow target) throws IOException {
        target.begin(from);
        long position = positionOf(from);
        long most = Math.min(target.capacity(), maxOffset - from);
        int wanted =
                (int) Math.min(most, (fileBytes - position) / ConsumeQueueEntry.BYTES)
                        * ConsumeQueueEntry.BYTES;
        if (wanted <= 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(wanted);
        try (StoreFile file = files.open(fileOf(from))) {
            file.read(bytes, position); // what is not there stays zero
        } catch (NoSuchFileException missing) {
            // counts as zeros too: the file is named as missing elsewhere
        }
        meter.read(wanted);
        for (int at = 0; at < wanted; at += ConsumeQueueEntry.BYTES) {
            target.add(
                    bytes.getLong(at + ConsumeQueueEntry.PHYSICAL_OFFSET),
                    bytes.getInt(at + ConsumeQueueEntry.RECORD_BYTES),
                    bytes.getLong(at + ConsumeQueueEntry.TAGS_CODE));
        }
    }
}
