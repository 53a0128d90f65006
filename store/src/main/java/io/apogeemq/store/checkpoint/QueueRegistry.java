package io.apogeemq.store.checkpoint;

import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.store.file.Misplaced;
import io.apogeemq.store.file.StoreFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues a store had at its last clean stop, and the topics that were deleted. From it a start knows
 * which queue files are missing or short, which were not forced, and where numbering goes on for queues
 * that have no files.
 *
 * <pre>
 * big-endian
 *   int64  mark "AMQueue2"
 *   int64  the entries counted below belong to records below this physical offset
 *   text   the life of the machine in which it was written; empty if nobody knows
 *   int32  number of queues; each:
 *            text   topic
 *            int32  queueId
 *            int64  first entry that points to a message
 *            int64  behind the last entry; 0 if it has no files
 *            int64  entries below are surely on disk
 *            int64  physical offset of the first that may not be, or below; 2^63-1 if all are
 *            int64  what the next message gets
 *   int32  number of deleted topics; each: text topic; int64 deleted below physical offset
 *   int32  CRC-32 of everything before
 * text: int16 length, UTF-8
 * </pre>
 *
 * <p>Threads: confined to the thread that opens, closes, or deletes topics; one at a time.
 */
public final class QueueRegistry {

    private static final long MARK = 0x414D517565756532L;
    private static final int LEAST_BYTES = 8 + 8 + 2 + 4 + 4 + 4;

    private static final Logger log = LoggerFactory.getLogger(QueueRegistry.class);

    private final StoreFiles files;
    private final AtomicFile file;

    /**
     * One queue.
     *
     * @param minOffset first entry that points to a message
     * @param maxOffset end of its entries; 0 if it has no files
     * @param forcedOffset entries below are surely on disk, the others at least in files
     * @param dirtyFrom physical offset of the first entry that may not be on disk, or something below;
     *     {@link #ON_DISK} if all are
     * @param nextOffset what the next message gets
     */
    public record Queue(
            String topic,
            int queueId,
            long minOffset,
            long maxOffset,
            long forcedOffset,
            long dirtyFrom,
            long nextOffset) {

        /** Everything was forced. */
        public static final long ON_DISK = Long.MAX_VALUE;

        /** One that has no files. */
        public static Queue without(String topic, int queueId, long nextOffset) {
            return new Queue(topic, queueId, 0, 0, 0, ON_DISK, nextOffset);
        }
    }

    /** A topic whose records below a physical offset belong to no queue. */
    public record Deleted(String topic, long belowPhysicalOffset) {}

    /**
     * All of it.
     *
     * @param asOfPhysicalOffset the entries of the queues belong to records below
     * @param bootId in which life of the machine it was; empty if what is in the queue files can't be
     *     trusted unless it was forced
     */
    public record Content(
            long asOfPhysicalOffset,
            String bootId,
            List<Queue> queues,
            List<Deleted> deletedTopics) {
        public static final Content EMPTY = new Content(0, "", List.of(), List.of());

        public Content {
            queues = List.copyOf(queues);
            deletedTopics = List.copyOf(deletedTopics);
        }

        /**
         * What of it holds for the log that is left; the same if all of it does. Lost records
         * take the numbers of their queues with them. Queues that are in no file keep theirs, and so do
         * those of topics that were ever deleted, whose numbers nothing else knows.
         *
         * @param wholeBelow every record below is there
         */
        public Content forLog(long wholeBelow, long end) {
            boolean hasLost = asOfPhysicalOffset > wholeBelow;
            if (!hasLost && deletedTopics.stream().allMatch(d -> d.belowPhysicalOffset() <= end)) {
                return this;
            }
            Set<String> deleted =
                    deletedTopics.stream().map(Deleted::topic).collect(Collectors.toSet());
            return new Content(
                    Math.min(asOfPhysicalOffset, wholeBelow),
                    "",
                    queues.stream()
                            .filter(
                                    q ->
                                            !hasLost
                                                    || q.maxOffset() == 0
                                                    || deleted.contains(q.topic()))
                            .map(
                                    q ->
                                            hasLost
                                                    ? Queue.without(
                                                            q.topic(), q.queueId(), q.nextOffset())
                                                    : q)
                            .toList(),
                    deletedTopics.stream()
                            .map(
                                    d ->
                                            new Deleted(
                                                    d.topic(),
                                                    Math.min(d.belowPhysicalOffset(), end)))
                            .toList());
        }
    }

    public QueueRegistry(StoreFiles files, Path path) {
        this.files = files;
        this.file = new AtomicFile(files, path);
    }

    /**
     * The newest whole version; empty if there is none. The queues themselves tell nearly all of it, so
     * losing it stops nobody.
     */
    public Content readOrEmpty() throws IOException {
        try {
            return read();
        } catch (IOException e) {
            log.warn(
                    "list of queues is damaged: queues without files begin at 0 again, records of"
                            + " deleted topics may come back file={}",
                    file.path(),
                    e);
            Misplaced.makeRoomForFile(files, file.path());
            Misplaced.makeRoomForFile(files, file.backupPath());
            return Content.EMPTY;
        }
    }

    /**
     * The newest whole version; empty if there never was one.
     *
     * @throws IOException if there is none that is whole
     */
    public Content read() throws IOException {
        Optional<byte[]> bytes = file.read(QueueRegistry::isWhole);
        return bytes.isPresent() ? parse(bytes.get()) : Content.EMPTY;
    }

    public void write(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MARK);
        out.writeLong(content.asOfPhysicalOffset());
        writeText(out, content.bootId());
        out.writeInt(content.queues().size());
        for (Queue queue : content.queues()) {
            writeText(out, queue.topic());
            out.writeInt(queue.queueId());
            out.writeLong(queue.minOffset());
            out.writeLong(queue.maxOffset());
            out.writeLong(queue.forcedOffset());
            out.writeLong(queue.dirtyFrom());
            out.writeLong(queue.nextOffset());
        }
        out.writeInt(content.deletedTopics().size());
        for (Deleted deleted : content.deletedTopics()) {
            writeText(out, deleted.topic());
            out.writeLong(deleted.belowPhysicalOffset());
        }
        out.writeInt(crcOf(bytes.toByteArray(), bytes.size()));
        file.replace(bytes.toByteArray());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static boolean isWhole(byte[] bytes) {
        if (bytes.length < LEAST_BYTES) {
            return false;
        }
        ByteBuffer view = ByteBuffer.wrap(bytes);
        return view.getLong(0) == MARK
                && view.getInt(bytes.length - 4) == crcOf(bytes, bytes.length - 4);
    }

    private static Content parse(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        in.readLong();
        long asOf = in.readLong();
        String bootId = readText(in);
        int queueCount = in.readInt();
        List<Queue> queues = new ArrayList<>();
        String topic = "";
        for (int i = 0; i < queueCount; i++) {
            String next = readText(in);
            topic = next.equals(topic) ? topic : next; // one text for all queues of a topic
            queues.add(
                    new Queue(
                            topic,
                            in.readInt(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong()));
        }
        int deletedCount = in.readInt();
        List<Deleted> deleted = new ArrayList<>();
        for (int i = 0; i < deletedCount; i++) {
            deleted.add(new Deleted(readText(in), in.readLong()));
        }
        return new Content(asOf, bootId, queues, deleted);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
    }

    private static int crcOf(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
