package io.apogeemq.store.checkpoint;

import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.common.io.DurableFiles;
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
import java.util.zip.CRC32;

/**
 * The queues a store had at its last clean stop, and the topics that were deleted. From it a start knows
 * which queue files are missing or short, and where numbering goes on for queues that have no files.
 *
 * <pre>
 * big-endian
 *   int64  mark "AMQueue1"
 *   int64  the entries counted below belong to records below this physical offset
 *   int32  number of queues; each: int16 length, topic; int32 queueId; int64 maxOffset; int64 nextOffset
 *   int32  number of deleted topics; each: int16 length, topic; int64 deleted below physical offset
 *   int32  CRC-32 of everything before
 * </pre>
 *
 * <p>Threads: confined to the thread that opens, closes, or deletes topics; one at a time.
 */
public final class QueueRegistry {

    private static final long MARK = 0x414D517565756531L;
    private static final int LEAST_BYTES = 8 + 8 + 4 + 4 + 4;

    private final AtomicFile file;

    /**
     * One queue.
     *
     * @param maxOffset end of its entries; 0 if it has no files
     * @param nextOffset what the next message gets
     */
    public record Queue(String topic, int queueId, long maxOffset, long nextOffset) {}

    /** A topic whose records below a physical offset belong to no queue. */
    public record Deleted(String topic, long belowPhysicalOffset) {}

    /**
     * All of it.
     *
     * @param asOfPhysicalOffset the entries of the queues belong to records below
     */
    public record Content(
            long asOfPhysicalOffset, List<Queue> queues, List<Deleted> deletedTopics) {
        public static final Content EMPTY = new Content(0, List.of(), List.of());

        public Content {
            queues = List.copyOf(queues);
            deletedTopics = List.copyOf(deletedTopics);
        }
    }

    public QueueRegistry(DurableFiles files, Path path) {
        this.file = new AtomicFile(files, path);
    }

    /** The newest whole version; empty if there never was one. */
    public Content read() throws IOException {
        Optional<byte[]> bytes = file.read(QueueRegistry::isWhole);
        return bytes.isPresent() ? parse(bytes.get()) : Content.EMPTY;
    }

    public void write(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(MARK);
        out.writeLong(content.asOfPhysicalOffset());
        out.writeInt(content.queues().size());
        for (Queue queue : content.queues()) {
            writeTopic(out, queue.topic());
            out.writeInt(queue.queueId());
            out.writeLong(queue.maxOffset());
            out.writeLong(queue.nextOffset());
        }
        out.writeInt(content.deletedTopics().size());
        for (Deleted deleted : content.deletedTopics()) {
            writeTopic(out, deleted.topic());
            out.writeLong(deleted.belowPhysicalOffset());
        }
        out.writeInt(crcOf(bytes.toByteArray(), bytes.size()));
        file.replace(bytes.toByteArray());
    }

    private static void writeTopic(DataOutputStream out, String topic) throws IOException {
        byte[] utf8 = topic.getBytes(StandardCharsets.UTF_8);
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
        int queueCount = in.readInt();
        List<Queue> queues = new ArrayList<>();
        for (int i = 0; i < queueCount; i++) {
            queues.add(new Queue(readTopic(in), in.readInt(), in.readLong(), in.readLong()));
        }
        int deletedCount = in.readInt();
        List<Deleted> deleted = new ArrayList<>();
        for (int i = 0; i < deletedCount; i++) {
            deleted.add(new Deleted(readTopic(in), in.readLong()));
        }
        return new Content(asOf, queues, deleted);
    }

    private static String readTopic(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
    }

    private static int crcOf(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
