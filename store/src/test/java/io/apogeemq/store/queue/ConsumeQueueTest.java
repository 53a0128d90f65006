package io.apogeemq.store.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumeQueueTest {

    private static final int FILE_BYTES = 2000; // 100 entries

    @TempDir Path directory;
    private final AtomicLong logMinOffset = new AtomicLong();
    private final DirtyQueues dirty = new DirtyQueues();
    private final EntryBuffer entries = new EntryBuffer(5000);

    private final Tails tails = new Tails(1 << 20);
    private final LogView log =
            new LogView() {
                @Override
                public long minOffset() {
                    return logMinOffset.get();
                }

                @Override
                public boolean confirms(
                        String topic, int queueId, long queueOffset, long physical, int bytes) {
                    return true;
                }
            };

    private ConsumeQueue queue(QueueFiles open) {
        return new ConsumeQueue("t", 0, directory.resolve("q"), open, dirty, tails, log);
    }

    @Test
    void readsFromMemoryAndFilesAlike() throws IOException {
        try (QueueFiles open = new QueueFiles(StoreFiles.onDisk(), FILE_BYTES, 2)) {
            ConsumeQueue queue = queue(open);
            for (int i = 0; i < 3000; i++) {
                assertEquals(ConsumeQueue.Added.NEW, queue.add(i, i * 100L, 100, i * 7L));
            }

            queue.read(0, 3000, entries);

            assertEquals(3000, entries.count());
            for (int i = 0; i < 3000; i++) {
                assertEquals(i * 100L, entries.physicalOffset(i));
                assertEquals(i * 7L, entries.tagsCode(i));
            }
            queue.read(2995, 32, entries);
            assertEquals(5, entries.count());
            assertTrue(open.openCount() <= 2);
        }
    }

    @Test
    void keepsAnEntryAtItsPlaceWhenOthersAreMissing() throws IOException {
        try (QueueFiles open = new QueueFiles(StoreFiles.onDisk(), FILE_BYTES, 2)) {
            ConsumeQueue queue = queue(open);
            queue.add(0, 10, 100, 0);
            queue.add(3, 400, 100, 0);
            assertEquals(ConsumeQueue.Added.ALREADY_THERE, queue.add(3, 999, 100, 0));
            assertEquals(ConsumeQueue.Added.NOT_BELIEVED, queue.add(1L << 60, 1, 1, 0));
            assertEquals(ConsumeQueue.Added.NOT_BELIEVED, queue.add(-1, 1, 1, 0));

            queue.read(0, 10, entries);

            assertEquals(4, entries.count());
            assertFalse(entries.hasMessage(1));
            assertFalse(entries.hasMessage(2));
            assertEquals(400, entries.physicalOffset(3));
        }
    }

    @Test
    void marksTheEntriesInFrontOfAQueueThatBeginsLate() throws IOException {
        try (QueueFiles open = new QueueFiles(StoreFiles.onDisk(), FILE_BYTES, 2)) {
            ConsumeQueue queue = queue(open);
            queue.add(130, 10, 100, 5);
            queue.writeOut();

            assertEquals(130, queue.minOffset());
            byte[] file = Files.readAllBytes(directory.resolve("q/00000000000000002000"));
            ByteBuffer bytes = ByteBuffer.wrap(file);
            assertEquals(0, bytes.getLong(29 * 20));
            assertEquals(Integer.MAX_VALUE, bytes.getInt(29 * 20 + 8));
            assertEquals(10, bytes.getLong(30 * 20));
            assertEquals(100, bytes.getInt(30 * 20 + 8));
        }
    }

    @Test
    void isDirtyOnceUntilItIsForced() throws IOException {
        try (QueueFiles open = new QueueFiles(StoreFiles.onDisk(), FILE_BYTES, 2)) {
            ConsumeQueue queue = queue(open);
            queue.add(0, 10, 100, 0);
            queue.add(1, 110, 100, 0);
            assertEquals(10, dirty.poll().orElseThrow().physicalOffset());
            assertTrue(dirty.poll().isEmpty());

            queue.forceOut();
            queue.releaseTailIfIdle();

            queue.read(0, 2, entries);
            assertEquals(110, entries.physicalOffset(1));
            queue.add(2, 210, 100, 0);
            assertEquals(210, dirty.poll().orElseThrow().physicalOffset());
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 1600", "288, 1609", "240, 1009", "220, 1608"})
    void isNotMisledByDamagedEntriesWhenTheLogHasLostItsFront(int from, int to) throws IOException {
        try (QueueFiles open = new QueueFiles(StoreFiles.onDisk(), FILE_BYTES, 2)) {
            ConsumeQueue queue = queue(open);
            for (int i = 0; i < 100; i++) {
                queue.add(i, i * 100L, 100, 0);
            }
            queue.letGoOfTail();
            Path file = directory.resolve("q/00000000000000000000");
            zero(file, from, to);

            logMinOffset.set(1_000);

            assertEquals(10, queue.minOffset());

            QueueSegment segment = new QueueSegment(1_000, Long.MAX_VALUE);
            try (StoreFile found = StoreFiles.onDisk().open(file)) {
                segment.lookAt(found, 100);
                assertEquals(10, segment.firstKept(100));
            }
        }
    }

    private static void zero(Path file, int from, int to) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, from, to, (byte) 0);
        Files.write(file, bytes);
    }
}
