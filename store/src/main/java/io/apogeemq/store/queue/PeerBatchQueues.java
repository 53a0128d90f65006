package io.apogeemq.store.queue;

import io.apogeemq.store.append.AppendRequest;
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
 * The queues of topics that the peer fills with inner batches: read as the peer left them, and turned
 * into ConsumeQueues of ours with an entry for each message, all entries of a batch pointing to the
 * one record that holds it.
 *
 * <pre>
 * unit, 46 bytes, big-endian
 *   0  int64  physical offset of the record
 *   8  int32  its length
 *  12  int64  hash of the tag
 *  20  int64  store time
 *  28  int64  queue offset of the first message
 *  36  int16  number of messages
 *  38  int32  place in a compacted file, -1: none
 *  42  int32  0
 * </pre>
 *
 * Source: store spec, "ConsumeQueue", section 4.
 *
 * <p>This broker writes no inner batches, so the peer's files are never behind: they stay as they are,
 * and ours are made again whenever the peer was the last to write to the store.
 *
 * <p>Threads: the opening thread.
 */
public final class PeerBatchQueues {

    private static final Logger log = LoggerFactory.getLogger(PeerBatchQueues.class);

    private static final int UNIT_BYTES = 46;
    private static final int UNITS_AT_A_TIME = 1024;
    private static final int PHYSICAL_OFFSET = 0;
    private static final int RECORD_BYTES = 8;
    private static final int TAGS_CODE = 12;
    private static final int BASE = 28;
    private static final int MESSAGES = 36;

    private final StoreFiles files;
    private final StoreLayout layout;

    public PeerBatchQueues(StoreFiles files, StoreLayout layout) {
        this.files = files;
        this.layout = layout;
    }

    /** The topics that the peer keeps so, and those that we have taken over. */
    public List<String> topics() throws IOException {
        List<String> topics = new ArrayList<>();
        for (Path topic : files.listDirectories(layout.batchConsumeQueueDir())) {
            topics.add(topic.getFileName().toString());
        }
        for (Path topic : files.listDirectories(layout.batchEntriesDir())) {
            topics.add(topic.getFileName().toString());
        }
        return topics;
    }

    /** Removes what was made of the peer's files before: it is made again. */
    public void forgetOurs() throws IOException {
        delete(files, layout.batchEntriesDir());
    }

    /**
     * Takes over what the table does not have yet.
     *
     * @param trustedBelow units that point behind are left out: those come from the log
     * @return whether the files made sense; if not, the log has to tell
     */
    public boolean takeOver(ConsumeQueueTable queues, long trustedBelow) throws IOException {
        boolean makeSense = true;
        for (Path topic : files.listDirectories(layout.batchConsumeQueueDir())) {
            String name = topic.getFileName().toString();
            for (Path queue : files.listDirectories(topic)) {
                int queueId = queueId(queue.getFileName().toString());
                if (queueId < 0) {
                    log.warn("not a queue, ignored dir={}", queue);
                } else if (queues.find(name, queueId).isEmpty()) {
                    makeSense &= new Walk(queues, name, queueId, trustedBelow).readAll(queue);
                }
            }
        }
        return makeSense;
    }

    /** Reads the files of one queue, unit by unit. */
    private final class Walk {
        private final ConsumeQueueTable queues;
        private final String topic;
        private final int queueId;
        private final long trustedBelow;
        private final ByteBuffer units = ByteBuffer.allocate(UNIT_BYTES * UNITS_AT_A_TIME);
        private long next = -1;
        private boolean hasEnded;

        Walk(ConsumeQueueTable queues, String topic, int queueId, long trustedBelow) {
            this.queues = queues;
            this.topic = topic;
            this.queueId = queueId;
            this.trustedBelow = trustedBelow;
        }

        /** Whether everything up to the end, or up to what is not trusted, made sense. */
        boolean readAll(Path directory) throws IOException {
            for (Path path : files.listFiles(directory)) {
                if (!StoreLayout.isSegmentName(path.getFileName().toString())) {
                    log.warn("not a file of the store, ignored file={}", path);
                } else if (!hasEnded && !read(path)) {
                    log.warn(
                            "queue file is damaged, its queue is rebuilt from the log file={}",
                            path);
                    return false;
                }
            }
            return true;
        }

        private boolean read(Path path) throws IOException {
            try (StoreFile file = files.open(path)) {
                long length = file.length();
                long at = 0;
                while (!hasEnded && at + UNIT_BYTES <= length) {
                    units.clear().limit((int) Math.min(units.capacity(), length - at));
                    file.read(units, at);
                    int whole = units.position() / UNIT_BYTES;
                    for (int i = 0; i < whole && !hasEnded; i++) {
                        if (!take(i * UNIT_BYTES)) {
                            return false;
                        }
                    }
                    at += (long) whole * UNIT_BYTES;
                }
            }
            return true;
        }

        private boolean take(int at) throws IOException {
            long physicalOffset = units.getLong(at + PHYSICAL_OFFSET);
            int recordBytes = units.getInt(at + RECORD_BYTES);
            long base = units.getLong(at + BASE);
            int messages = units.getShort(at + MESSAGES);
            hasEnded = physicalOffset == 0 && recordBytes == 0 || physicalOffset >= trustedBelow;
            if (hasEnded) {
                return true;
            }
            boolean follows = next < 0 ? base >= 0 : base == next;
            if (physicalOffset < 0 || recordBytes <= 0 || messages <= 0 || !follows) {
                return false;
            }
            long tagsCode = units.getLong(at + TAGS_CODE);
            queues.addBatch(topic, queueId, base, messages, physicalOffset, recordBytes, tagsCode);
            next = base + messages;
            return true;
        }
    }

    private static int queueId(String name) {
        boolean isNumber =
                !name.isEmpty()
                        && name.length() <= 5
                        && name.chars().allMatch(c -> c >= '0' && c <= '9');
        int id = isNumber ? Integer.parseInt(name) : -1;
        return id <= AppendRequest.MAX_QUEUE_ID ? id : -1;
    }

    /** Removes a directory and what is in it. */
    static void delete(StoreFiles files, Path directory) throws IOException {
        for (Path child : files.listDirectories(directory)) {
            delete(files, child);
        }
        for (Path file : files.listFiles(directory)) {
            files.delete(file);
        }
        files.delete(directory);
    }
}
