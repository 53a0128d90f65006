package io.apogeemq.store.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.checkpoint.QueueRegistry;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many queues that share memory, files and the time for forcing. */
class ConsumeQueueTableTest {

    private static final int QUEUES = 10;
    private static final int MOST_TAIL_BYTES = 2000;
    private static final long RECORD_BYTES = 100;

    @TempDir Path root;

    /** A round forces one queue, the least it may. */
    private ConsumeQueueTable table() {
        StoreFiles files = StoreFiles.onDisk();
        StoreLayout layout = new StoreLayout(root, root.resolve("commitlog"));
        LogView log =
                new LogView() {
                    @Override
                    public long minOffset() {
                        return 0;
                    }

                    @Override
                    public boolean confirms(
                            String topic, int queueId, long queueOffset, long physical, int bytes) {
                        return true;
                    }
                };
        return new ConsumeQueueTable(
                files,
                layout,
                new QueueTableConfig(
                        2000, 2, MOST_TAIL_BYTES, Duration.ZERO, Duration.ZERO, Duration.ZERO),
                new PeerBatchQueues(files, layout),
                new DeletedTopics(),
                QueueRegistry.Content.EMPTY,
                log,
                Clock.SYSTEM);
    }

    /** One entry in each queue, in log order. */
    private static void fill(ConsumeQueueTable table, int queueOffset) throws IOException {
        for (int i = 0; i < QUEUES; i++) {
            long physicalOffset = (queueOffset * QUEUES + i) * RECORD_BYTES;
            table.addBatch("t", i, queueOffset, 1, physicalOffset, (int) RECORD_BYTES, 0);
        }
    }

    @Test
    void saysThatQueuesAreOnDiskUpToTheFirstEntryThatIsNot() throws IOException {
        try (ConsumeQueueTable table = table()) {
            fill(table, 0);

            for (int i = 1; i < QUEUES; i++) {
                assertEquals(i * RECORD_BYTES, table.forceProgress(QUEUES * RECORD_BYTES));
                assertTrue(table.isBehind());
            }
            fill(table, 1); // those that were forced come behind the last that was not

            assertEquals(QUEUES * RECORD_BYTES, table.forceProgress(2 * QUEUES * RECORD_BYTES));
            for (int i = 1; i <= QUEUES; i++) {
                table.forceProgress(2 * QUEUES * RECORD_BYTES);
            }
            assertEquals(2 * QUEUES * RECORD_BYTES, table.forceProgress(2 * QUEUES * RECORD_BYTES));
            assertFalse(table.isBehind());
        }
    }

    @Test
    void keepsTailsOfAllQueuesWithinTheirBoundAndReadsWhatWasLetGo() throws IOException {
        try (ConsumeQueueTable table = table()) {
            for (int i = 0; i < 50; i++) {
                fill(table, i);
                assertTrue(table.tailBytes() <= 2 * MOST_TAIL_BYTES, "bytes " + table.tailBytes());
            }
            assertTrue(table.openFileCount() <= 2);

            EntryBuffer entries = new EntryBuffer(100);
            for (int queueId = 0; queueId < QUEUES; queueId++) {
                table.find("t", queueId).orElseThrow().read(0, 100, entries);
                assertEquals(50, entries.count());
                for (int i = 0; i < 50; i++) {
                    assertEquals((i * QUEUES + queueId) * 100L, entries.physicalOffset(i));
                }
            }
        }
    }

    @Test
    void writesOutAtAStopWhatItHasNoTimeToForceAndSaysSo() throws IOException {
        try (ConsumeQueueTable table = table()) {
            fill(table, 0);

            assertEquals(RECORD_BYTES, table.finish(QUEUES * RECORD_BYTES));

            for (int i = 0; i < QUEUES; i++) {
                Path file = root.resolve("consumequeue/t/" + i + "/" + StoreLayout.segmentName(0));
                ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
                assertEquals(i * RECORD_BYTES, bytes.getLong(0));
                assertEquals(RECORD_BYTES, bytes.getInt(8));
                QueueRegistry.Queue said = table.find("t", i).orElseThrow().registered(1);
                assertEquals(i == 0 ? 1 : 0, said.forcedOffset());
                assertEquals(
                        i == 0 ? QueueRegistry.Queue.ON_DISK : i * RECORD_BYTES, said.dirtyFrom());
            }
        }
    }
}
