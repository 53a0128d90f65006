package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.copyTree;
import static io.apogeemq.store.StoreFixture.deleteTree;
import static io.apogeemq.store.StoreFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.ForwardingFiles;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.recovery.DamageReport.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start finds after clean stops, crashes and damage. */
class RecoveryTest {

    private static final String LOG_FILE = "commitlog/00000000000000000000";
    private static final String QUEUE_FILE = "consumequeue/t/0/00000000000000000000";

    @TempDir Path directory;
    private Path live;
    private Path crashed;

    @BeforeEach
    void paths() {
        live = directory.resolve("live");
        crashed = directory.resolve("crashed");
    }

    @Test
    void readsNothingAgainAfterACleanStop() {
        fill(live, 200);

        try (MessageStore store = open(config(live))) {
            assertEquals(0, store.recordsScannedAtOpen());
            assertEquals(messages(200), bodies(store, "t", 0, 0));
            assertEquals(200, append(store, "t", 0, "next").queueOffset());
        }
    }

    @Test
    void keepsEverythingAfterTheProcessWasKilled() throws IOException {
        try (MessageStore store = open(config(live))) {
            appendAll(store, 0, 300);
            copyTree(live, crashed);
        }

        try (MessageStore store = open(config(crashed))) {
            assertEquals(300, store.recordsScannedAtOpen());
            assertEquals(messages(300), bodies(store, "t", 0, 0));
            assertEquals(300, append(store, "t", 0, "next").queueOffset());
        }
    }

    @Test
    void readsOnlyBehindTheCheckpointAfterACrash() throws IOException {
        StoreConfig often =
                config(live).toBuilder().checkpointInterval(Duration.ofMillis(20)).build();
        try (MessageStore store = open(often.toBuilder().flush(FlushConfig.sync()).build())) {
            appendAll(store, 0, 500);
            awaitDispatched(store);
            long end = store.offsets().max();
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> checkpointedOffset() == end);
            copyTree(live, crashed);
        }

        try (MessageStore store = open(config(crashed))) {
            assertEquals(0, store.recordsScannedAtOpen());
            assertEquals(messages(500), bodies(store, "t", 0, 0));
        }
    }

    private long checkpointedOffset() throws IOException {
        Path file = live.resolve("checkpoint");
        return Files.exists(file) ? ByteBuffer.wrap(Files.readAllBytes(file)).getLong(272) : -1;
    }

    @Test
    void cutsATornTailAndNeverSeesItAgain() throws IOException {
        long lastRecord;
        try (MessageStore store = open(config(live))) {
            appendAll(store, 0, 10);
            lastRecord = append(store, "t", 0, "torn").physicalOffset();
            copyTree(live, crashed);
        }
        overwrite(crashed.resolve(LOG_FILE), lastRecord + 88, new byte[] {0});

        try (MessageStore store = open(config(crashed))) {
            assertEquals(lastRecord, store.offsets().max());
            assertEquals(messages(10), bodies(store, "t", 0, 0));
            byte[] log = Files.readAllBytes(crashed.resolve(LOG_FILE));
            for (int i = (int) lastRecord; i < log.length; i++) {
                assertEquals(0, log[i], "byte " + i);
            }
            assertEquals(10, append(store, "t", 0, "x").queueOffset());
        }
    }

    @Test
    void givesNoOtherMessageForADamagedQueueEntry() throws IOException {
        fill(live, 10);
        byte[] second = new byte[8];
        try (FileChannel queue = FileChannel.open(live.resolve(QUEUE_FILE))) {
            queue.read(ByteBuffer.wrap(second), 20);
        }
        overwrite(live.resolve(QUEUE_FILE), 5 * 20, second);

        try (MessageStore store = open(config(live))) {
            List<String> expected = new ArrayList<>(messages(10));
            expected.remove("m5");
            assertEquals(expected, bodies(store, "t", 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reportsForcedMessagesThatAShortLastFileHasLost(boolean wasKilled) throws IOException {
        long end;
        try (MessageStore store = open(config(live))) {
            appendAll(store, 0, 20);
            end = store.offsets().max();
        }
        long cut = end - 400;
        try (FileChannel log = FileChannel.open(live.resolve(LOG_FILE), StandardOpenOption.WRITE)) {
            log.truncate(cut);
        }
        if (wasKilled) {
            Files.writeString(live.resolve("abort"), "4711");
        }

        try (MessageStore store = open(config(live))) {
            Range lost = store.damage().skippedRanges().get(0);
            assertEquals(cut, lost.fromPhysicalOffset());
            assertEquals(end, lost.toPhysicalOffset());
            assertEquals(live.resolve(LOG_FILE), lost.file());
            assertFalse(store.troubles().isEmpty());
            assertEquals(20, append(store, "t", 0, "next").queueOffset());
        }
    }

    @Test
    void startsThoughTheMarkOfACrashCantBeRead() throws IOException {
        fill(live, 5);
        Path mark = Files.writeString(live.resolve("abort"), "4711");
        StoreFiles unreadable =
                new ForwardingFiles(StoreFiles.onDisk()) {
                    @Override
                    public StoreFile open(Path path) throws IOException {
                        if (path.equals(mark)) {
                            throw new IOException("Input/output error");
                        }
                        return super.open(path);
                    }
                };

        try (MessageStore store =
                MessageStore.open(
                        config(live),
                        ArrivalListener.NONE,
                        Clock.SYSTEM,
                        unreadable,
                        Loops.threads())) {
            store.start();
            assertEquals(messages(5), bodies(store, "t", 0, 0));
        }
    }

    @Test
    void skipsDamageInTheMiddleAndReportsIt() throws IOException {
        long damaged;
        try (MessageStore store = open(config(live))) {
            appendAll(store, 0, 10);
            damaged = append(store, "t", 0, "damaged").physicalOffset();
            appendAll(store, 11, 20);
            copyTree(live, crashed);
        }
        overwrite(crashed.resolve(LOG_FILE), damaged + 90, new byte[] {0, 0});

        try (MessageStore store = open(config(crashed))) {
            List<String> expected = new ArrayList<>(messages(10));
            IntStream.range(11, 20).forEach(i -> expected.add("m" + i));
            assertEquals(expected, bodies(store, "t", 0, 0));
            assertEquals(20, store.maxOffset("t", 0));
            assertEquals(1, store.damage().skippedRanges().size());
            assertEquals(damaged, store.damage().skippedRanges().get(0).fromPhysicalOffset());
            assertEquals(20, append(store, "t", 0, "x").queueOffset());
        }
    }

    /** Position of a byte in the second record, and the topic that is named. */
    @ParameterizedTest
    @CsvSource({
        "0, lost-topic", // its length
        "90, lost-topic", // its body
        "16, lost-topic", // its flag
        "97, ''", // its topic: a byte that no name has
        "84, ''" // the length of its body, that leads to the topic
    })
    void namesTheTopicOfADamagedRecordIfThatCanBeTold(int position, String topic)
            throws IOException {
        long damaged;
        try (MessageStore store = open(config(live))) {
            append(store, "other", 0, "before");
            damaged = append(store, "lost-topic", 0, "a body").physicalOffset();
            append(store, "other", 0, "behind");
            copyTree(live, crashed);
        }
        overwrite(crashed.resolve(LOG_FILE), damaged + position, new byte[] {'%' | (byte) 0x80});

        try (MessageStore store = open(config(crashed))) {
            assertEquals(
                    List.of(topic),
                    store.damage().skippedRanges().stream().map(Range::topic).toList());
            assertEquals(List.of("before", "behind"), bodies(store, "other", 0, 0));
        }
    }

    @Test
    void rebuildsQueuesThatAreMissingShortOrEmpty() throws IOException {
        fill(live, 200);
        Path queue = live.resolve("consumequeue/t/0");
        Files.delete(queue.resolve("00000000000000001000"));
        Files.write(queue.resolve("00000000000000003000"), new byte[0]);

        try (MessageStore store = open(config(live))) {
            assertEquals(messages(200), bodies(store, "t", 0, 0));
        }

        deleteTree(live.resolve("consumequeue/t"));
        try (MessageStore store = open(config(live))) {
            assertEquals(messages(200), bodies(store, "t", 0, 0));
        }

        Files.delete(queue.resolve("00000000000000003000"));
        try (MessageStore store = open(config(live))) {
            assertEquals(messages(200), bodies(store, "t", 0, 0));
        }

        deleteTree(live.resolve("consumequeue"));
        try (MessageStore store = open(config(live))) {
            assertEquals(messages(200), bodies(store, "t", 0, 0));
        }
    }

    @Test
    void ignoresForeignFilesAndAnEmptyLastLogFile() throws IOException {
        fill(live, 50);
        Files.writeString(live.resolve("commitlog/notes.txt"), "hello");
        Files.writeString(live.resolve("consumequeue/t/0/core"), "hello");
        Files.createDirectories(live.resolve("consumequeue/t/lost+found"));
        Files.write(live.resolve("commitlog/00000000000000131072"), new byte[0]);

        try (MessageStore store = open(config(live))) {
            assertEquals(messages(50), bodies(store, "t", 0, 0));
        }
        assertTrue(Files.exists(live.resolve("commitlog/notes.txt")));
    }

    @Test
    void dropsQueueEntriesThatPointBehindTheEndOfTheLog() throws IOException {
        StoreConfig often =
                config(live).toBuilder().checkpointInterval(Duration.ofMillis(20)).build();
        long cutAt;
        try (MessageStore store = open(often)) {
            appendAll(store, 0, 20);
            cutAt = append(store, "t", 0, "lost").physicalOffset();
            append(store, "t", 0, "lost too");
            awaitDispatched(store);
            long end = store.offsets().max();
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> checkpointedOffset() == end);
            copyTree(live, crashed);
        }
        Files.deleteIfExists(crashed.resolve("commitlog/00000000000000131072"));
        try (FileChannel log =
                FileChannel.open(crashed.resolve(LOG_FILE), StandardOpenOption.WRITE)) {
            log.truncate(cutAt);
        }

        try (MessageStore store = open(config(crashed))) {
            assertEquals(20, store.maxOffset("t", 0));
            assertEquals(20, append(store, "t", 0, "x").queueOffset());
        }
        byte[] queue = Files.readAllBytes(crashed.resolve(QUEUE_FILE));
        assertEquals(cutAt, ByteBuffer.wrap(queue).getLong(400));
        assertEquals(0, ByteBuffer.wrap(queue).getLong(420));
    }

    @Test
    void survivesManyCrashesInARow() throws IOException {
        Path now = live;
        for (int round = 0; round < 6; round++) {
            Path next = directory.resolve("round" + round);
            try (MessageStore store = open(config(now))) {
                assertEquals(messages(round * 150), bodies(store, "t", 0, 0));
                appendAll(store, round * 150, (round + 1) * 150);
                copyTree(now, next);
            }
            now = next;
        }
    }

    @Test
    void keepsWhatWasAcknowledgedByAProcessThatIsKilled() throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName(),
                                live.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        long acknowledged = -1;
        try (var lines = child.inputReader()) {
            while (acknowledged < 300) {
                String line = lines.readLine();
                if (line.startsWith("ack ")) {
                    acknowledged = Long.parseLong(line.substring(4));
                }
            }
            child.destroyForcibly();
        }
        assertTrue(child.waitFor(20, TimeUnit.SECONDS));

        try (MessageStore store = open(StoreFixture.syncConfig(live))) {
            long max = store.maxOffset("t", 0);
            assertTrue(max > acknowledged, max + " > " + acknowledged);
            assertEquals(messages((int) max), bodies(store, "t", 0, 0));
        }
    }

    /** Appends under SYNC_FLUSH for ever and prints the queue offset of what is on disk. */
    static final class KilledWriter {
        public static void main(String[] args) {
            MessageStore store = open(StoreFixture.syncConfig(Path.of(args[0])));
            for (int i = 0; ; i++) {
                AppendOutcome.Appended appended = append(store, "t", 0, "m" + i);
                store.flushed().reach(appended.endOffset()).join();
                System.out.println("ack " + appended.queueOffset());
            }
        }
    }

    @Test
    void removesTheAbortMarkerOnlyOnACleanStop() {
        try (MessageStore store = open(config(live))) {
            append(store, "t", 0, "m");
            assertTrue(Files.exists(live.resolve("abort")));
        }
        assertFalse(Files.exists(live.resolve("abort")));
    }

    private static void fill(Path root, int count) {
        try (MessageStore store = open(config(root))) {
            appendAll(store, 0, count);
        }
    }

    private static void appendAll(MessageStore store, int from, int to) {
        for (int i = from; i < to; i++) {
            append(store, "t", 0, "m" + i);
        }
    }

    private static List<String> messages(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    private static void overwrite(Path file, long at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }
}
