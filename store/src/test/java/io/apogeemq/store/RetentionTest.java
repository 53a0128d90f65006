package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.message;
import static io.apogeemq.store.StoreFixture.read;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.read.ReadResult;
import io.apogeemq.store.read.TimeBoundary;
import io.apogeemq.store.retention.RetentionConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old log files go, queues and readers follow, and nothing that is still needed goes. */
class RetentionTest {

    private static final String PADDING = "p".repeat(1000); // a log file holds about 115
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration ROUND = Duration.ofSeconds(10);

    @TempDir Path root;

    private final ManualClock clock = new ManualClock();
    private final FaultyFiles files = new FaultyFiles();
    private HandLoops loops;
    private MessageStore store;

    @BeforeEach
    void open() {
        open(0.85);
    }

    private void open(double forceRatio) {
        StoreConfig config =
                StoreFixture.config(root).toBuilder()
                        .flush(FlushConfig.sync())
                        .retention(StoreFixture.retention(forceRatio, KEPT))
                        .build();
        loops = new HandLoops("retention", "checkpoint");
        store = MessageStore.open(config, ArrivalListener.NONE, clock, files, loops).start();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() {
        store.close();
        open();
    }

    /** Bodies are {@code topic-number} and padding. */
    private void fill(String topic, int messages) {
        long from = store.nextOffset(topic, 0);
        for (long i = from; i < from + messages; i++) {
            append(store, topic, 0, topic + "-" + i + "-" + PADDING);
        }
    }

    private static List<String> expected(String topic, long from, long to) {
        List<String> bodies = new ArrayList<>();
        for (long i = from; i < to; i++) {
            bodies.add(topic + "-" + i + "-" + PADDING);
        }
        return bodies;
    }

    /** Everything is in the queues and under the checkpoint; then the round's time has come. */
    private void settle() {
        awaitDispatched(store);
        clock.advance(Duration.ofHours(1));
        loops.run("checkpoint");
    }

    private void deleteExpired() {
        store.retention().requestExpired();
        loops.run("retention");
    }

    private List<String> logFiles() throws IOException {
        return names(root.resolve("commitlog"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void countsTheAgeOfAFileFromItsLastRecordNotFromItsTimestamp() throws IOException {
        fill("t", 50);
        clock.advance(Duration.ofHours(10));
        fill("t", 100);
        settle();
        Path first = root.resolve("commitlog").resolve(logFiles().get(0));
        Files.setLastModifiedTime(first, FileTime.fromMillis(0));
        clock.advance(Duration.ofHours(20)); // the first record is 31 hours old, the last 21

        deleteExpired();
        assertEquals(0, store.offsets().min());

        clock.advance(Duration.ofHours(3));
        deleteExpired();

        assertEquals(128 * 1024, store.offsets().min());
        assertTrue(Files.notExists(first));
    }

    @Test
    void deletesByItselfInTheHourForItOnly() {
        fill("t", 150);
        settle();
        clock.advance(KEPT);
        int deletions = 0;
        for (int hour = 0; hour < 24; hour++) {
            long before = store.offsets().min();
            clock.advance(Duration.ofHours(1));
            loops.run("retention");
            deletions += store.offsets().min() > before ? 1 : 0;
        }

        assertEquals(1, deletions);
    }

    @Test
    void neverDeletesTheNewestFile() throws IOException {
        fill("t", 500);
        settle();
        clock.advance(Duration.ofDays(100));

        deleteExpired();

        long newest = store.offsets().max() / (128 * 1024) * (128 * 1024);
        assertEquals(newest, store.offsets().min());
        fill("t", 1);
        awaitDispatched(store);
        assertEquals(501, store.maxOffset("t", 0));
    }

    @Test
    void keepsWhatACrashWouldHaveToReadAgain() {
        fill("t", 300);
        awaitDispatched(store);
        clock.advance(Duration.ofDays(2));

        deleteExpired();
        assertEquals(0, store.offsets().min(), "no checkpoint covers it");

        settle();
        deleteExpired();
        assertTrue(store.offsets().min() > 0);
    }

    @Test
    void aReaderKeepsWhatItHoldsAndIsThenToldWhereTheQueueBegins() {
        fill("t", 300);
        settle();
        clock.advance(Duration.ofDays(2));
        ReadResult.Found held = assertInstanceOf(ReadResult.Found.class, read(store, "t", 0, 0, 8));

        deleteExpired();

        for (MappedSlice slice : held.slices()) {
            String content = slice.buffer().asCharBuffer().toString(); // reads every byte
            assertEquals(slice.length() / 2, content.length());
            assertEquals(0, slice.buffer().getLong(28), "the record knows its place");
        }
        held.close();
        var moved = assertInstanceOf(ReadResult.OutOfRange.class, read(store, "t", 0, 8, 8));
        long min = store.minOffset("t", 0);
        assertEquals(min, moved.minOffset());
        assertTrue(min > 100, "min " + min);
        assertEquals(expected("t", min, 300), bodies(store, "t", 0, min));
        assertEquals(0, store.stats().badEntries());
    }

    @Test
    void queuesTimesAndPositionsFollowTheLogAlsoAfterARestart() {
        fill("gone", 60);
        clock.advance(Duration.ofMinutes(1));
        long between = clock.millis();
        fill("both", 150);
        clock.advance(Duration.ofMinutes(1));
        fill("both", 150);
        settle();
        clock.advance(Duration.ofDays(2));

        deleteExpired();

        checkQueues(between);
        reopen();
        checkQueues(between);
        assertEquals(60, append(store, "gone", 0, "back").queueOffset());
    }

    private void checkQueues(long between) {
        assertEquals(60, store.minOffset("gone", 0));
        assertEquals(60, store.maxOffset("gone", 0));
        assertEquals(60, store.offsetByTime("gone", 0, 0, TimeBoundary.LOWER));
        long min = store.minOffset("both", 0);
        assertTrue(min > 150, "min " + min);
        assertEquals(min, store.offsetByTime("both", 0, between, TimeBoundary.LOWER));
        assertEquals(min, store.offsetByTime("both", 0, 0, TimeBoundary.UPPER));
        assertEquals(300, store.offsetByTime("both", 0, clock.millis(), TimeBoundary.LOWER));
        assertEquals(store.storeTimestamp("both", 0, min), store.earliestStoreTimestamp());
        assertEquals(MessageStore.NONE, store.storeTimestamp("both", 0, min - 1));
        assertEquals(expected("both", min, 300), bodies(store, "both", 0, min));
    }

    @Test
    void queueFilesWithoutMessagesGoAndTheNumberingStays(@TempDir Path copy) throws IOException {
        fill("dead", 120); // three queue files
        fill("live", 400);
        settle();
        clock.advance(Duration.ofDays(2));

        deleteExpired();

        Path queues = root.resolve("consumequeue");
        assertEquals(List.of("00000000000000002000"), names(queues.resolve("dead").resolve("0")));
        long liveMin = store.minOffset("live", 0);
        assertEquals(
                liveMin / 50 * 1000,
                Long.parseLong(names(queues.resolve("live").resolve("0")).get(0)));

        StoreFixture.copyTree(root, copy.resolve("store"));
        try (MessageStore copied = StoreFixture.open(StoreFixture.config(copy.resolve("store")))) {
            assertEquals(120, copied.maxOffset("dead", 0), "without what a clean stop writes down");
            assertEquals(120, append(copied, "dead", 0, "again").queueOffset());
        }
        reopen();

        assertEquals(120, store.minOffset("dead", 0));
        assertEquals(120, append(store, "dead", 0, "again").queueOffset());
        assertEquals(liveMin, store.minOffset("live", 0));
        assertEquals(400, store.maxOffset("live", 0));
    }

    @Test
    void aCrashRightAfterTheDeletionFindsTheSame(@TempDir Path copy) throws IOException {
        fill("t", 300);
        settle();
        fill("t", 10);
        awaitDispatched(store);
        clock.advance(Duration.ofDays(2));
        deleteExpired();
        long min = store.minOffset("t", 0);
        StoreFixture.copyTree(root, copy.resolve("store"));

        try (MessageStore copied = StoreFixture.open(StoreFixture.config(copy.resolve("store")))) {
            assertEquals(store.offsets().min(), copied.offsets().min());
            assertEquals(min, copied.minOffset("t", 0));
            assertEquals(expected("t", min, 310), bodies(copied, "t", 0, min));
            assertTrue(copied.damage().skippedRanges().isEmpty());
        }
    }

    @Test
    void aFileThatCannotBeDeletedKeepsTheYoungerOnes() throws IOException {
        fill("t", 500);
        settle();
        clock.advance(Duration.ofDays(2));
        int before = logFiles().size();
        files.deleteFails = true;

        deleteExpired();
        assertEquals(before, logFiles().size());
        assertEquals(expected("t", 0, 500), bodies(store, "t", 0, 0));

        files.deleteFails = false;
        clock.advance(ROUND);
        deleteExpired();
        assertTrue(logFiles().size() < before);
    }

    @Test
    void aNearlyFullDiskCostsTheOldestFilesAndNotMoreThanItTakes() {
        fill("t", 500);
        settle();
        files.totalBytes = 10 * 128 * 1024;
        files.usableBytes.set(128 * 1024); // 90 % full

        loops.run("retention");

        assertEquals(128 * 1024, store.offsets().min(), "one file is enough");
    }

    @Test
    void aFileThatIsStillReadIsCountedAsFreeSpaceToCome() {
        fill("t", 500);
        settle();
        try (var held = assertInstanceOf(ReadResult.Found.class, read(store, "t", 0, 0, 8))) {
            files.totalBytes = 10 * 128 * 1024;
            files.usableBytes.set(128 * 1024);
            files.freesWhatIsDeleted = false; // as long as the file is held

            loops.run("retention");
            clock.advance(ROUND);
            loops.run("retention");

            assertEquals(128 * 1024, store.offsets().min());
            assertEquals(8, held.messages());
        }
        clock.advance(ROUND);
        loops.run("retention");
        assertTrue(store.offsets().min() > 128 * 1024, "it is really as full as it says");
    }

    @Test
    void refusesAboveTheLastLimitAndResumesByItself() {
        store.close();
        open(0.85);
        store.retention().change(refusingAbove(0.9));
        fill("t", 10);
        awaitDispatched(store);
        files.totalBytes = 1000L << 20;
        files.usableBytes.set(50L << 20);
        clock.advance(ROUND);
        loops.run("retention");

        var refused =
                assertInstanceOf(AppendOutcome.Refused.class, store.append(message("t", 0, "x")));

        assertEquals(RefusalReason.DISK_SPACE_LOW, refused.reason());
        assertTrue(refused.reason().isRetryable());
        assertEquals(
                "the disk of '"
                        + root.resolve("commitlog")
                        + "' is 95 % full, above diskSpaceWarningLevelRatio '90': the oldest log"
                        + " files are deleted until it is below, then messages are taken again",
                refused.detail());
        assertInstanceOf(StoreState.NotWritable.class, store.state());
        assertEquals(expected("t", 0, 10), bodies(store, "t", 0, 0), "reads go on");

        files.usableBytes.set(500L << 20);
        clock.advance(Duration.ofSeconds(1));
        loops.run("retention");

        assertEquals(10, append(store, "t", 0, "y").queueOffset());
    }

    @Test
    void aSmallFileThatFindsNoRoomGetsTheReserveAndMessagesWaitForSpace() throws IOException {
        Path reserve = root.resolve("reserve");
        long bytes = Files.size(reserve);
        fill("t", 1);
        files.reserve = reserve;
        files.diskIsFull = true;

        new AtomicFile(store.smallFiles(), root.resolve("config/offsets.json"))
                .replace("{}".getBytes(StandardCharsets.UTF_8));

        assertTrue(Files.notExists(reserve));
        assertEquals("{}", Files.readString(root.resolve("config/offsets.json")));
        var refused =
                assertInstanceOf(AppendOutcome.Refused.class, store.append(message("t", 0, "x")));
        assertEquals(RefusalReason.DISK_SPACE_LOW, refused.reason());
        assertTrue(refused.detail().contains(root + "' is full"), refused.detail());
        clock.advance(Duration.ofSeconds(1));
        loops.run("retention");
        assertInstanceOf(
                AppendOutcome.Refused.class, store.append(message("t", 0, "x")), "still full");

        files.diskIsFull = false;
        clock.advance(Duration.ofSeconds(1));
        loops.run("retention");

        assertEquals(bytes, Files.size(reserve));
        assertEquals(1, append(store, "t", 0, "y").queueOffset());
    }

    @Test
    void theReserveIsForLackOfSpaceOnly() {
        Path nowhere = root.resolve("no-such-directory").resolve("file");

        assertThrows(
                IOException.class, () -> store.smallFiles().writeForced(nowhere, new byte[] {1}));

        assertTrue(Files.exists(root.resolve("reserve")));
        assertInstanceOf(StoreState.Writable.class, store.state());
    }

    private static RetentionConfig refusingAbove(double ratio) {
        var usual = StoreFixture.retention(0.85, KEPT);
        return new RetentionConfig(
                usual.fileReservedTime(),
                usual.deleteHours(),
                usual.interval(),
                usual.cleanRatio(),
                usual.forceRatio(),
                ratio,
                usual.isForced(),
                usual.mostFilesPerRound(),
                usual.pauseBetweenFiles(),
                usual.reserveBytes());
    }
}
