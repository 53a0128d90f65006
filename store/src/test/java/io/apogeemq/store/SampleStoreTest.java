package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.deleteTree;
import static io.apogeemq.store.StoreFixture.open;
import static io.apogeemq.store.StoreFixture.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.read.ReadResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens what Apache RocketMQ 5.4.0 left on disk. */
class SampleStoreTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"clean-5.4.0", "killed-5.4.0", "variants-5.4.0"})
    void readsEveryRecordAndEntryOfThePeer(String name) throws Exception {
        Path root = SampleStore.unpack(name, directory);

        try (MessageStore store = open(sampleConfig(root))) {
            assertEquals(endOf(name), store.offsets().max());
            verifyRecords(store, name);
            verifyUnits(store, root, name);
            verifyBatches(store, name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean-5.4.0", "killed-5.4.0", "variants-5.4.0"})
    void rebuildsTheSameQueuesFromTheLogAlone(String name) throws Exception {
        Path root = SampleStore.unpack(name, directory);
        deleteTree(root.resolve("consumequeue"));
        deleteTree(root.resolve("batchconsumequeue"));

        try (MessageStore store = open(sampleConfig(root))) {
            verifyUnits(store, root, name);
            verifyBatches(store, name);
        }
        verifyQueueFiles(root, name);
    }

    @Test
    void goesOnWritingIntoAStoreOfThePeerAndOpensItAgain() throws Exception {
        Path root = SampleStore.unpack("clean-5.4.0", directory);
        try (MessageStore store = open(sampleConfig(root))) {
            long next = store.nextOffset("SampleKeyed", 0);
            assertEquals(next, append(store, "SampleKeyed", 0, "ours").queueOffset());
            append(store, "Fresh", 0, "first");
        }

        try (MessageStore store = open(sampleConfig(root))) {
            assertEquals(0, store.recordsScannedAtOpen());
            verifyRecords(store, "clean-5.4.0");
            long max = store.maxOffset("SampleKeyed", 0);
            assertEquals(List.of("ours"), bodies(store, "SampleKeyed", 0, max - 1));
            assertEquals(List.of("first"), bodies(store, "Fresh", 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean-5.4.0", "killed-5.4.0", "variants-5.4.0"})
    void servesTheBatchThatHoldsAnOffset(String name) throws Exception {
        Path root = SampleStore.unpack(name, directory);
        try (MessageStore store = open(sampleConfig(root))) {
            append(store, "Other", 0, "ours"); // the store is ours from now on
        }
        damageOurBatchEntries(root);

        try (MessageStore store = open(sampleConfig(root))) {
            verifyBatches(store, name);
        }
        assertFalse(
                Files.exists(root.resolve("consumequeue/SampleInnerBatch")), "the peer's refusal");
    }

    /** Our start cuts off the ends of queues that the peer's times speak of: the peer may come back. */
    @Test
    void promisesThePeerNoMoreOfTheQueuesThanIsOnDisk() throws Exception {
        Path root = SampleStore.unpack("killed-5.4.0", directory);
        StoreConfig seldom =
                sampleConfig(root).toBuilder()
                        .checkpointInterval(java.time.Duration.ofHours(1))
                        .build();

        try (MessageStore store = open(seldom)) {
            ByteBuffer checkpoint = ByteBuffer.wrap(Files.readAllBytes(root.resolve("checkpoint")));
            long onDiskBelow = checkpoint.getLong(272);
            assertTrue(onDiskBelow < store.offsets().max(), "something waits to be forced");
            long firstMissing = store.record(onDiskBelow).orElseThrow().buffer().getLong(56);
            assertTrue(checkpoint.getLong(8) <= firstMissing, "time of the queues");
        }
    }

    @Test
    void takesBatchesFromTheLogWhenTheirQueueIsDamaged() throws Exception {
        Path root = SampleStore.unpack("clean-5.4.0", directory);
        Path units =
                root.resolve("batchconsumequeue/SampleInnerBatch/0/" + StoreLayout.segmentName(0));
        byte[] bytes = Files.readAllBytes(units);
        ByteBuffer.wrap(bytes).putLong(28, 7_000_000);
        Files.write(units, bytes);

        try (MessageStore store = open(sampleConfig(root))) {
            verifyBatches(store, "clean-5.4.0");
        }
    }

    @Test
    void readsBatchesTheWayAClientAsksForThem() throws Exception {
        Path root = SampleStore.unpack("variants-5.4.0", directory);

        try (MessageStore store = open(sampleConfig(root))) {
            List<Long> nextOffsets = new ArrayList<>();
            long at = 0;
            while (read(store, "SampleInnerBatch", 0, at, 1) instanceof ReadResult.Found found) {
                found.close();
                assertEquals(1, found.messages());
                at = found.nextOffset();
                nextOffsets.add(at);
            }
            assertEquals(List.of(6L, 12L, 18L), nextOffsets);
            assertEquals(18, store.maxOffset("SampleInnerBatch", 0));
            assertEquals(18, store.nextOffset("SampleInnerBatch", 0));
            assertEquals(0, store.stats().badEntries());
        }
    }

    private static void damageOurBatchEntries(Path root) throws IOException {
        Path entries = root.resolve("batchentries/SampleInnerBatch/0");
        try (Stream<Path> files = Files.list(entries)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void findsAllMessagesBehindARecordWhoseContentsAreStrange() throws Exception {
        Path root = SampleStore.unpack("poison-batch-5.4.0", directory);

        try (MessageStore store = open(sampleConfig(root))) {
            assertEquals(3326, store.offsets().max());
            assertEquals(9, store.maxOffset("PsA", 0));
            assertEquals(5, store.maxOffset("PsB", 0));
            var found = assertInstanceOf(ReadResult.Found.class, read(store, "PsA", 0, 3, 1));
            assertEquals(720, found.slices().get(0).physicalOffset());
            found.close();
            verifyQueueOffsets(store, "PsA", 9);
            verifyQueueOffsets(store, "PsB", 5);
        }
    }

    @Test
    void startsOnAStoreThatThePeerCantStartOn() throws Exception {
        Path root = SampleStore.unpack("poison-lmq-5.4.0", directory);

        try (MessageStore store = open(sampleConfig(root))) {
            assertEquals(2703, store.offsets().max());
            verifyQueueOffsets(store, "PsA", 6);
            verifyQueueOffsets(store, "PsB", 5);
        }
    }

    @Test
    void readsATimerTopicWithABadRecord() throws Exception {
        Path root = SampleStore.unpack("poison-timer-5.4.0", directory);

        try (MessageStore store = open(sampleConfig(root))) {
            verifyQueueOffsets(
                    store, "rmq_sys_wheel_timer", (int) store.maxOffset("rmq_sys_wheel_timer", 0));
            assertTrue(store.maxOffset("rmq_sys_wheel_timer", 0) >= 3);
            append(store, "PsT", 0, "more");
            awaitDispatched(store);
        }
    }

    private static StoreConfig sampleConfig(Path root) {
        return StoreFixture.config(root).toBuilder().sizes(1024 * 1024, 6000, 512 * 1024).build();
    }

    private static long endOf(String name) {
        return Long.parseLong(SampleStore.manifest(name, "end").get(0)[1]);
    }

    private static void verifyRecords(MessageStore store, String name) throws Exception {
        for (String[] fields : SampleStore.manifest(name, "record")) {
            long physicalOffset = Long.parseLong(fields[1]);
            try (MappedSlice slice = store.record(physicalOffset).orElseThrow()) {
                assertEquals(Integer.parseInt(fields[2]), slice.length());
                byte[] record = new byte[slice.length()];
                slice.buffer().get(0, record);
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(record);
                assertEquals(fields[6], HexFormat.of().formatHex(digest), "at " + physicalOffset);
            }
        }
    }

    private static void verifyUnits(MessageStore store, Path root, String name) throws IOException {
        for (String[] fields : SampleStore.manifest(name, "unit")) {
            long queueOffset = Long.parseLong(fields[3]);
            long inEntry = Long.parseLong(fields[6]);
            long tagsCode =
                    inEntry < Integer.MIN_VALUE
                            ? tagsCodeOfExtension(root, fields[1], fields[2], inEntry)
                            : inEntry;
            var request =
                    new io.apogeemq.store.read.ReadRequest(
                            fields[1],
                            Integer.parseInt(fields[2]),
                            queueOffset,
                            1,
                            1,
                            tags -> tags == tagsCode);
            var found =
                    assertInstanceOf(
                            ReadResult.Found.class, store.read(request), String.join(",", fields));
            assertEquals(Long.parseLong(fields[4]), found.slices().get(0).physicalOffset());
            assertEquals(Integer.parseInt(fields[5]), found.bytes());
            assertEquals(queueOffset + 1, found.nextOffset());
            found.close();
        }
    }

    /** What the peer wrote into the extension that an entry points to. */
    private static long tagsCodeOfExtension(Path root, String topic, String queueId, long address)
            throws IOException {
        long position = address - Long.MIN_VALUE;
        Path file =
                root.resolve("consumequeue_ext")
                        .resolve(topic)
                        .resolve(queueId)
                        .resolve(StoreLayout.segmentName(position / 4800 * 4800));
        int at = (int) (position % 4800);
        ByteBuffer unit = ByteBuffer.wrap(Files.readAllBytes(file));
        assertEquals(20, unit.getShort(at));
        return unit.getLong(at + 2);
    }

    /** Any offset within a batch gives the record that holds the batch, once, and leads behind it. */
    private static void verifyBatches(MessageStore store, String name) {
        List<String[]> batches = SampleStore.manifest(name, "batch");
        assertTrue(batches.size() >= 5);
        for (String[] fields : batches) {
            int queueId = Integer.parseInt(fields[2]);
            long base = Long.parseLong(fields[7]);
            int messages = Integer.parseInt(fields[8]);
            for (long offset = base; offset < base + messages; offset++) {
                var found =
                        assertInstanceOf(
                                ReadResult.Found.class, read(store, fields[1], queueId, offset, 1));
                assertEquals(Long.parseLong(fields[3]), found.slices().get(0).physicalOffset());
                assertEquals(Integer.parseInt(fields[4]), found.bytes());
                assertEquals(base + messages, found.nextOffset());
                found.close();
            }
        }
    }

    /** The files hold the peer's 20 bytes, at the peer's places. */
    private static void verifyQueueFiles(Path root, String name) throws IOException {
        for (String[] fields : SampleStore.manifest(name, "unit")) {
            int at = Integer.parseInt(fields[3]) * 20;
            boolean isTag = Long.parseLong(fields[6]) >= Integer.MIN_VALUE;
            String segment = StoreLayout.segmentName(at / 6000 * 6000L);
            Path file = root.resolve("consumequeue").resolve(fields[1]).resolve(fields[2]);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file.resolve(segment)));
            assertEquals(6000, bytes.capacity());
            assertEquals(Long.parseLong(fields[4]), bytes.getLong(at % 6000));
            assertEquals(Integer.parseInt(fields[5]), bytes.getInt(at % 6000 + 8));
            if (isTag) {
                assertEquals(Long.parseLong(fields[6]), bytes.getLong(at % 6000 + 12));
            }
        }
    }

    private static void verifyQueueOffsets(MessageStore store, String topic, int count) {
        for (int i = 0; i < count; i++) {
            var found = assertInstanceOf(ReadResult.Found.class, read(store, topic, 0, i, 1));
            try (found) {
                MessageExt message =
                        RecordDecoder.decode(found.slices().get(0).buffer().duplicate());
                assertEquals(topic, message.topic());
                assertEquals(i, message.queueOffset());
            }
        }
    }
}
