package io.apogeemq.store.verify;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.copyTree;
import static io.apogeemq.store.StoreFixture.deleteTree;
import static io.apogeemq.store.StoreFixture.message;
import static io.apogeemq.store.StoreFixture.open;
import static io.apogeemq.store.verify.VerifyFixture.flip;
import static io.apogeemq.store.verify.VerifyFixture.overwrite;
import static io.apogeemq.store.verify.VerifyFixture.setLength;
import static io.apogeemq.store.verify.VerifyFixture.verify;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.index.IndexConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage to a store of our own, and what a verification says of it. */
class StoreVerifierTest {

    private static final int MESSAGES = 900;
    private static final int ENTRY = 20;
    private static final int SLOTS = 100;

    @TempDir Path directory;
    private Path root;
    private Path log;
    private Path queue; // of topic t, queue 0: every third message
    private long[] recordOffsets;

    @BeforeEach
    void fillAStore() throws IOException {
        root = directory.resolve("store");
        log = root.resolve("commitlog").resolve("00000000000000000000");
        queue = root.resolve("consumequeue/t/0/00000000000000000000");
        recordOffsets = new long[MESSAGES];
        try (MessageStore store = open(config(root))) {
            for (int i = 0; i < MESSAGES; i++) {
                String body = "message " + i + "x".repeat(200);
                recordOffsets[i] = append(store, "t", i % 3, body).physicalOffset();
            }
        }
        assertTrue(recordOffsets[MESSAGES - 1] > 2 * 128 * 1024, "three log files");
        Path config = Files.createDirectories(root.resolve("config"));
        Files.writeString(config.resolve("topics.json"), "{\"topicConfigTable\":{\"t\":{}}}");
    }

    @Test
    void findsNothingInASoundStore() throws Exception {
        assertEquals(Map.of(), verify(root).counts());
    }

    @Test
    void findsNothingInAnEmptyStore() throws Exception {
        Path empty = directory.resolve("empty");
        open(config(empty)).close();

        assertEquals(Map.of(), verify(empty).counts());
    }

    @Test
    void changesNoFile() throws Exception {
        flip(log, recordOffsets[9] + 100);
        Path before = directory.resolve("before");
        copyTree(root, before);

        verify(root);

        for (Path file : filesOf(before)) {
            Path same = root.resolve(before.relativize(file).toString());
            if (!file.getFileName().toString().equals("lock")) {
                assertEquals(-1, Files.mismatch(file, same), file.toString());
            }
        }
    }

    // ---- the log

    @Test
    void namesTheRecordWithADamagedBodyAndTheMessageThatIsLost() throws Exception {
        flip(log, recordOffsets[9] + 100);

        Findings findings = verify(root);

        assertEquals(
                Set.of(
                        FindingKind.RECORD_DAMAGED,
                        FindingKind.OFFSETS_MISSING,
                        FindingKind.MESSAGE_LOST),
                findings.counts().keySet());
        Finding damage = only(findings, FindingKind.RECORD_DAMAGED);
        assertEquals(recordOffsets[9], damage.physicalOffset());
        assertEquals(recordOffsets[10] - recordOffsets[9], damage.count());
        assertTrue(damage.detail().contains("checksum of the body"), damage.detail());
        Finding lost = only(findings, FindingKind.MESSAGE_LOST);
        assertEquals("t", lost.topic());
        assertEquals(0, lost.queueId());
        assertEquals(3, lost.queueOffset());
        assertEquals(queue, lost.file());
        assertEquals(3 * ENTRY, lost.position());
    }

    @Test
    void findsDamageInEveryFieldOfARecord() throws Exception {
        long from = recordOffsets[9];
        for (long at = from; at < recordOffsets[10]; at += 13) {
            if (isUnderNoChecksum(at - from)) {
                continue;
            }
            flip(log, at);
            assertFalse(verify(root).counts().isEmpty(), "byte " + (at - from) + " of the record");
            flip(log, at);
        }
        assertEquals(Map.of(), verify(root).counts());
    }

    /** Flag, times and hosts of a record without a checksum over all of it. */
    private static boolean isUnderNoChecksum(long at) {
        return at >= 16 && at < 20 || at >= 36 && at < 84;
    }

    @Test
    void goesOnBehindAStretchOfGarbageOverSeveralRecords() throws Exception {
        byte[] garbage = new byte[1000];
        Arrays.fill(garbage, (byte) 0x5A);
        overwrite(log, recordOffsets[30] + 17, garbage);

        Finding damage = only(verify(root), FindingKind.RECORD_DAMAGED);

        assertEquals(recordOffsets[30], damage.physicalOffset());
        assertTrue(damage.count() >= 1000 && damage.count() < 1700, "bytes " + damage.count());
    }

    @Test
    void findsALogFileThatIsMissing() throws Exception {
        Files.delete(root.resolve("commitlog").resolve("00000000000000131072"));

        Findings findings = verify(root);

        assertEquals(131072, only(findings, FindingKind.LOG_GAP).physicalOffset());
        assertEquals(131072, only(findings, FindingKind.LOG_GAP).count());
        assertEquals(3, findings.count(FindingKind.OFFSETS_MISSING));
    }

    @Test
    void findsALogFileOfAnotherLength() throws Exception {
        setLength(root.resolve("commitlog").resolve("00000000000000131072"), 100_000);

        Finding finding = only(verify(root), FindingKind.LOG_FILE_LENGTH);

        assertTrue(finding.detail().contains("100000 bytes, the others have 131072"));
    }

    @Test
    void findsThatTheLogEndsBeforeWhatWasOnDisk() throws Exception {
        Files.delete(root.resolve("commitlog").resolve("00000000000000262144"));

        Findings findings = verify(root);

        assertEquals(1, findings.count(FindingKind.LOG_SHORT));
        assertEquals(3, findings.count(FindingKind.ENTRY_BEYOND_LOG));
    }

    @Test
    void findsBytesBehindTheLastRecord() throws Exception {
        Path last = root.resolve("commitlog").resolve("00000000000000262144");
        long end = recordOffsets[MESSAGES - 1] + (recordOffsets[1] - recordOffsets[0]) + 2;
        overwrite(last, end - 262144 + 100, new byte[] {1, 2, 3});

        Findings findings = verify(root);

        assertEquals(Map.of(FindingKind.TORN_TAIL, 1L), findings.counts());
        assertEquals(0, findings.damages());
    }

    @Test
    void findsTwoRecordsWithOneQueueOffsetAndOneOfAnImpossibleQueue() throws Exception {
        Path peers = directory.resolve("no-record-checksum");
        long[] at = new long[6];
        try (MessageStore store =
                open(config(peers).toBuilder().appendPropertyCrc(false).build())) {
            for (int i = 0; i < at.length; i++) {
                at[i] = append(store, "t", 0, "message " + i).physicalOffset();
            }
        }
        Path file = peers.resolve("commitlog").resolve("00000000000000000000");
        overwrite(file, at[3] + 20, ByteBuffer.allocate(8).putLong(0, 2).array());
        overwrite(file, at[5] + 12, ByteBuffer.allocate(4).putInt(0, -7).array());

        Findings findings = verify(peers);

        assertEquals(2, only(findings, FindingKind.OFFSET_TWICE).queueOffset());
        assertEquals(at[5], only(findings, FindingKind.RECORD_NOT_QUEUED).physicalOffset());
    }

    @Test
    void findsAFileThatIsNoneOfTheStore() throws Exception {
        Files.writeString(root.resolve("commitlog").resolve("copy-of-log"), "?");

        assertEquals(Map.of(FindingKind.FOREIGN_FILE, 1L), verify(root).counts());
    }

    @Test
    void namesTheMessagesThatTheDiskDoesNotGive() throws Exception {
        UnreadableFiles disk = new UnreadableFiles(log, 8192, 12288);

        Findings findings = verify(root, disk);

        Finding unreadable = only(findings, FindingKind.LOG_UNREADABLE);
        long end = unreadable.physicalOffset() + unreadable.count();
        assertEquals(log, unreadable.file());
        assertTrue(unreadable.detail().contains(UnreadableFiles.ERROR), unreadable.detail());
        assertTrue(unreadable.physicalOffset() <= 8192 && end >= 12288, unreadable.toString());
        long lost =
                Arrays.stream(recordOffsets)
                        .filter(at -> at >= unreadable.physicalOffset() && at < end)
                        .count();
        assertTrue(lost > 10 && lost < 20, lost + " messages");
        assertEquals(
                Map.of(
                        FindingKind.LOG_UNREADABLE,
                        1L,
                        FindingKind.MESSAGE_LOST,
                        lost,
                        FindingKind.OFFSETS_MISSING,
                        3L),
                messages(findings));
    }

    /** How many of each, where a finding may stand for several messages of a queue. */
    private static Map<FindingKind, Long> messages(Findings findings) {
        Map<FindingKind, Long> counts = new EnumMap<>(findings.counts());
        counts.computeIfPresent(
                FindingKind.MESSAGE_LOST,
                (kind, n) ->
                        findings.kept().stream()
                                .filter(it -> it.kind() == kind)
                                .mapToLong(Finding::count)
                                .sum());
        return counts;
    }

    // ---- queues

    @Test
    void goesOnBehindAQueueThatTheDiskDoesNotGive() throws Exception {
        flip(root.resolve("consumequeue/t/1/00000000000000000000"), 5 * ENTRY + 7);

        Findings findings = verify(root, new UnreadableFiles(queue, 0, 512));

        assertEquals(
                Map.of(FindingKind.QUEUE_UNREADABLE, 1L, FindingKind.ENTRY_WRONG, 1L),
                findings.counts());
        Finding unreadable = only(findings, FindingKind.QUEUE_UNREADABLE);
        assertEquals("t", unreadable.topic());
        assertEquals(0, unreadable.queueId());
        assertEquals(queue, unreadable.file());
        assertTrue(unreadable.detail().contains(UnreadableFiles.ERROR), unreadable.detail());
        assertEquals(1, only(findings, FindingKind.ENTRY_WRONG).queueId());
    }

    /** Where its end is looked for. */
    @Test
    void goesOnBehindAQueueWhoseLastFileTheDiskDoesNotGive() throws Exception {
        Path last = queue.resolveSibling("00000000000000005000");

        Findings findings = verify(root, new UnreadableFiles(last, 0, Long.MAX_VALUE));

        assertEquals(Map.of(FindingKind.QUEUE_UNREADABLE, 1L), findings.counts());
        assertEquals(0, only(findings, FindingKind.QUEUE_UNREADABLE).queueId());
    }

    @Test
    void findsEachFieldOfAnEntryThatIsWrong() throws Exception {
        for (int field : new int[] {7, 11, 19}) {
            flip(queue, 5 * ENTRY + field);

            Finding wrong = only(verify(root), FindingKind.ENTRY_WRONG);

            assertEquals(5, wrong.queueOffset());
            assertEquals(recordOffsets[15], wrong.physicalOffset());
            assertEquals(queue, wrong.file());
            assertEquals(5 * ENTRY, wrong.position());
            flip(queue, 5 * ENTRY + field);
        }
    }

    @Test
    void reportsAZeroedStretchOfAQueueOnce() throws Exception {
        overwrite(queue, 5 * ENTRY, new byte[10 * ENTRY]);

        Findings findings = verify(root);

        Finding missing = only(findings, FindingKind.ENTRY_MISSING);
        assertEquals(5, missing.queueOffset());
        assertEquals(10, missing.count());
        assertEquals(10, only(findings, FindingKind.ENTRY_DAMAGED).count());
    }

    @Test
    void findsAQueueThatIsGone() throws Exception {
        deleteTree(root.resolve("consumequeue/t/1"));

        Finding missing = only(verify(root), FindingKind.QUEUE_MISSING);

        assertEquals(1, missing.queueId());
        assertEquals(MESSAGES / 3, missing.count());
    }

    @Test
    void doesNotMissTheQueueOfATopicThatIsNotInTheSettings() throws Exception {
        deleteTree(root.resolve("consumequeue/t"));
        Files.writeString(root.resolve("config/topics.json"), "{\"topicConfigTable\":{}}");

        Findings findings = verify(root);

        assertEquals(Map.of(FindingKind.TOPIC_GONE, 3L), findings.counts());
    }

    @Test
    void missesNoEntryOfADeletedTopic() throws Exception {
        try (MessageStore store = open(config(root))) {
            awaitDispatched(store);
            store.deleteTopic("t");
        }

        assertEquals(Map.of(), verify(root).counts());
    }

    @Test
    void findsAQueueThatLostItsEnd() throws Exception {
        Path last = queue.resolveSibling("00000000000000005000"); // entries 250 to 299
        Files.delete(last);

        Finding missing = only(verify(root), FindingKind.ENTRY_MISSING);

        assertEquals(250, missing.queueOffset());
        assertEquals(50, missing.count());
    }

    @Test
    void findsQueueFilesThatDoNotFitTogether() throws Exception {
        Files.delete(queue.resolveSibling("00000000000000002000"));
        setLength(root.resolve("consumequeue/t/1/00000000000000001000"), 500);

        assertEquals(2, verify(root).count(FindingKind.QUEUE_FILES));
    }

    @Test
    void findsAnEntryThatStandsForNoRecord() throws Exception {
        byte[] copy = new byte[ENTRY];
        ByteBuffer.wrap(copy).putLong(recordOffsets[MESSAGES - 2] + 1).putInt(8, 200);
        overwrite(root.resolve("consumequeue/t/0/00000000000000006000"), 0, copy);
        setLength(root.resolve("consumequeue/t/0/00000000000000006000"), 1000);

        Finding finding = only(verify(root), FindingKind.ENTRY_WITHOUT_RECORD);

        assertEquals(300, finding.queueOffset());
    }

    @Test
    void findsEntriesThatDoNotAscend() throws Exception {
        byte[] copy = new byte[ENTRY];
        ByteBuffer.wrap(copy).putLong(recordOffsets[3]).putInt(8, 200);
        overwrite(queue, 40 * ENTRY, copy);

        Findings findings = verify(root);

        assertEquals(40, only(findings, FindingKind.ENTRY_ORDER).queueOffset());
        assertEquals(40, only(findings, FindingKind.ENTRY_WRONG).queueOffset());
    }

    // ---- index

    @Test
    void findsEntriesOfTheIndexThatAreWrongOrMissing() throws Exception {
        Path keyed = directory.resolve("keyed");
        Path file = fillWithKeys(keyed);
        assertEquals(Map.of(), verify(keyed).counts());

        flip(file, entryOf(file, 100) + 2); // hash
        Findings wrongHash = verify(keyed);
        assertEquals(1, wrongHash.count(FindingKind.INDEX_ENTRY_WRONG));
        assertEquals(1, wrongHash.count(FindingKind.INDEX_ENTRY_MISSING));
        assertEquals(1, wrongHash.count(FindingKind.INDEX_CHAIN_WRONG));
        assertEquals("t", only(wrongHash, FindingKind.INDEX_ENTRY_MISSING).topic());
        flip(file, entryOf(file, 100) + 2);

        flip(file, entryOf(file, 100) + 4 + 7); // physical offset
        assertTrue(verify(keyed).count(FindingKind.INDEX_ENTRY_WRONG) > 0);
        flip(file, entryOf(file, 100) + 4 + 7);

        flip(file, entryOf(file, 150) + 16 + 2); // older entry of the chain
        assertEquals(Map.of(FindingKind.INDEX_CHAIN_WRONG, 1L), verify(keyed).counts());
        flip(file, entryOf(file, 150) + 16 + 2);

        for (int length : new int[] {5001, 5002, 5000, 77}) {
            setLength(file, length);
            assertEquals(
                    Set.of(FindingKind.INDEX_FILE, FindingKind.INDEX_ENTRY_MISSING),
                    verify(keyed).counts().keySet(),
                    "length " + length);
        }
    }

    /** Sizes that neither are the usual ones nor have their ratio. */
    @Test
    void findsNothingInAnIndexOfAnyOtherSize() throws Exception {
        for (int slots : new int[] {1, 33, 1000, 20_000}) {
            Path sized = directory.resolve("slots-" + slots);
            StoreConfig config =
                    config(sized).toBuilder().index(new IndexConfig(true, slots, 77)).build();
            try (MessageStore store = open(config)) {
                for (int i = 0; i < 200; i++) {
                    appendWithKey(store, i);
                }
            }

            assertEquals(Map.of(), verify(sized).counts(), slots + " slots");
        }
    }

    @Test
    void goesOnBehindAnIndexFileThatTheDiskDoesNotGive() throws Exception {
        Path keyed = directory.resolve("keyed");
        Path file = fillWithKeys(keyed);
        for (long from : new long[] {0, 40, entryOf(file, 1), entryOf(file, 390)}) {
            flip(keyed.resolve("queues"), 9);

            Findings findings = verify(keyed, new UnreadableFiles(file, from, from + 20));

            Finding unreadable = only(findings, FindingKind.INDEX_FILE);
            assertEquals(file, unreadable.file());
            assertTrue(unreadable.detail().contains(UnreadableFiles.ERROR), unreadable.detail());
            assertEquals(1, findings.count(FindingKind.REGISTRY_DAMAGED), "it looked further");
            flip(keyed.resolve("queues"), 9);
        }
    }

    @Test
    void saysThatTheNewestRecordsAreNotInAnIndexThatWasSwitchedOff() throws Exception {
        Path keyed = directory.resolve("keyed");
        fillWithKeys(keyed);
        long first;
        try (MessageStore store =
                open(config(keyed).toBuilder().index(new IndexConfig(false, SLOTS, 400)).build())) {
            first = appendWithKey(store, 0);
            appendWithKey(store, 1);
            appendWithKey(store, 2);
        }

        Findings findings = verify(keyed);

        assertEquals(Map.of(FindingKind.INDEX_BEHIND, 1L), findings.counts());
        Finding behind = only(findings, FindingKind.INDEX_BEHIND);
        assertEquals(3, behind.count());
        assertEquals(first, behind.physicalOffset());
        assertEquals(0, findings.damages());
    }

    private static long appendWithKey(MessageStore store, int number) {
        return assertInstanceOf(
                        AppendOutcome.Appended.class,
                        store.append(
                                message("t", 0, 0, "newer", "KEYS\u0001n" + number + "\u0002")))
                .physicalOffset();
    }

    @Test
    void findsASlotThatLeadsNowhere() throws Exception {
        Path keyed = directory.resolve("keyed");
        Path file = fillWithKeys(keyed);
        overwrite(file, 40, new byte[entryOf(file, 0) - 40]);

        assertEquals(Map.of(FindingKind.INDEX_CHAIN_WRONG, 1L), verify(keyed).counts());
    }

    /** Gives the first file of the index. */
    private static Path fillWithKeys(Path keyed) throws IOException {
        try (MessageStore store =
                open(config(keyed).toBuilder().index(new IndexConfig(true, SLOTS, 400)).build())) {
            for (int i = 0; i < 300; i++) {
                String properties =
                        "KEYS\u0001k" + i + " other\u0002UNIQ_KEY\u0001u" + i + "\u0002";
                store.append(message("t", 0, 0, "message " + i, properties));
            }
        }
        try (var files = Files.list(keyed.resolve("index"))) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    private static int entryOf(Path file, int entry) throws IOException {
        assertEquals(40 + 4 * SLOTS + 20 * 400, Files.size(file));
        return 40 + 4 * SLOTS + 20 * entry;
    }

    // ---- after a crash

    @Test
    void expectsTheNewestEntriesToLackAfterACrash() throws Exception {
        Path crashed = directory.resolve("crashed");
        try (MessageStore store = open(config(root))) {
            for (int i = 0; i < 20; i++) {
                append(store, "t", 0, "newer " + i);
            }
            awaitDispatched(store);
            copyTree(root, crashed);
        }

        Findings findings = verify(crashed);

        assertEquals(
                Map.of(FindingKind.NOT_CLOSED, 1L, FindingKind.QUEUE_BEHIND, 1L),
                findings.counts());
        assertEquals(20, only(findings, FindingKind.QUEUE_BEHIND).count());
        assertEquals(0, findings.damages());
    }

    @Test
    void expectsTheNewestRecordsToLackInTheIndexAfterACrash() throws Exception {
        Path keyed = directory.resolve("keyed");
        Path crashed = directory.resolve("crashed");
        fillWithKeys(keyed);
        try (MessageStore store =
                open(config(keyed).toBuilder().index(new IndexConfig(true, SLOTS, 400)).build())) {
            appendWithKey(store, 0);
            appendWithKey(store, 1);
            awaitDispatched(store);
            copyTree(keyed, crashed);
        }

        Findings findings = verify(crashed);

        assertEquals(2, only(findings, FindingKind.INDEX_BEHIND).count());
        assertEquals(0, findings.damages());
    }

    @Test
    void expectsEntriesBehindTheEndOfTheLogAfterACrash() throws Exception {
        Path crashed = directory.resolve("crashed");
        try (MessageStore store = open(config(root))) {
            awaitDispatched(store);
            copyTree(root, crashed);
        }
        Path last = crashed.resolve("consumequeue/t/0/00000000000000006000");
        byte[] ahead = new byte[ENTRY];
        long behindTheLog = recordOffsets[MESSAGES - 1] + 1000;
        ByteBuffer.wrap(ahead).putLong(behindTheLog).putInt(8, 200);
        overwrite(last, 0, ahead);
        setLength(last, 1000);

        Findings findings = verify(crashed);

        assertEquals(
                Map.of(FindingKind.NOT_CLOSED, 1L, FindingKind.QUEUE_AHEAD, 1L), findings.counts());
        Finding found = only(findings, FindingKind.QUEUE_AHEAD);
        assertEquals(300, found.queueOffset());
        assertEquals(behindTheLog, found.physicalOffset());
        assertEquals(0, findings.damages());
    }

    // ---- small files

    @Test
    void findsDamagedSmallFiles() throws Exception {
        Files.writeString(root.resolve("config/topics.json"), "{\"topicConfigTable\":{");
        Files.writeString(root.resolve("config/consumerOffset.json"), "");
        Files.writeString(root.resolve("config/consumerOffset.json.bak"), "{\"offsetTable\":{}}");
        flip(root.resolve("checkpoint"), 50);
        flip(root.resolve("queues"), 9);

        Findings findings = verify(root);

        assertEquals(
                Map.of(
                        FindingKind.CHECKPOINT_WRONG, 1L,
                        FindingKind.REGISTRY_DAMAGED, 1L,
                        FindingKind.CONFIG_LOST, 1L,
                        FindingKind.CONFIG_DAMAGED, 1L),
                findings.counts());
    }

    @Test
    void findsSmallFilesThatTheDiskDoesNotGive() throws Exception {
        Map<String, FindingKind> kinds =
                Map.of(
                        "checkpoint", FindingKind.CHECKPOINT_WRONG,
                        "queues", FindingKind.REGISTRY_DAMAGED,
                        "config/topics.json", FindingKind.CONFIG_LOST);
        for (String name : kinds.keySet()) {
            Findings findings = verify(root, new UnreadableFiles(root.resolve(name), 0, 1));

            assertEquals(Map.of(kinds.get(name), 1L), findings.counts(), name);
            assertEquals(root.resolve(name), findings.kept().get(0).file());
        }
    }

    @Test
    void findsACheckpointThatIsShortMissingOrGarbage() throws Exception {
        Path checkpoint = root.resolve("checkpoint");
        setLength(checkpoint, 10);
        assertEquals(Map.of(FindingKind.CHECKPOINT_WRONG, 1L), verify(root).counts());

        Files.delete(checkpoint);
        assertEquals(Map.of(FindingKind.CHECKPOINT_WRONG, 1L), verify(root).counts());

        byte[] garbage = new byte[4096];
        Arrays.fill(garbage, (byte) 7);
        Files.write(checkpoint, garbage);
        assertEquals(Map.of(FindingKind.CHECKPOINT_WRONG, 1L), verify(root).counts());
    }

    private static Finding only(Findings findings, FindingKind kind) {
        assertEquals(1, findings.count(kind), () -> kind + " in " + findings.kept());
        return findings.kept().stream().filter(f -> f.kind() == kind).findFirst().orElseThrow();
    }

    private static List<Path> filesOf(Path tree) throws IOException {
        try (var paths = Files.walk(tree)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }
}
