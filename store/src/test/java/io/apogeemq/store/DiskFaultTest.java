package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.copyTree;
import static io.apogeemq.store.StoreFixture.message;
import static io.apogeemq.store.StoreFixture.open;
import static io.apogeemq.store.StoreFixture.syncConfig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.store.RefusingFiles.Event;
import io.apogeemq.store.RefusingFiles.Operation;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.dispatch.ArrivalListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Full disks and disks that lose a force, at every place where the store writes. */
class DiskFaultTest {
    private static final Predicate<Path> LOG = path -> path.toString().contains("commitlog");
    private static final Predicate<Path> QUEUES = path -> path.toString().contains("consumequeue");
    private static final Predicate<Path> CHECKPOINT = path -> path.endsWith("checkpoint");

    private static final String IO_ERROR = "Input/output error";

    @TempDir Path root;

    private final RefusingFiles files = new RefusingFiles();

    private MessageStore openFaulty(StoreConfig config) {
        return MessageStore.open(config, ArrivalListener.NONE, Clock.SYSTEM, files, Loops.threads())
                .start();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"No space left on device", "Read-only file system", "Input/output error"})
    void refusesWholeRecordsWhileTheDiskTakesNoneAndGoesOnWhenItDoes(String error) {
        List<String> taken = new ArrayList<>();
        String padding = "x".repeat(3000);
        try (MessageStore store = openFaulty(config(root))) {
            append(store, "t", 0, "first");
            taken.add("first");
            files.fail(Operation.ALLOCATE, path -> true, error);
            AppendOutcome outcome = store.append(message("t", 0, padding));
            for (int i = 0; i < 1000 && outcome instanceof AppendOutcome.Appended; i++) {
                taken.add(padding);
                outcome = store.append(message("t", 0, padding));
            }
            var refused = assertInstanceOf(AppendOutcome.Refused.class, outcome);
            assertEquals(RefusalReason.DISK_FULL, refused.reason());
            assertTrue(refused.reason().isRetryable());
            assertTrue(refused.detail().contains(error), refused.detail());
            assertInstanceOf(StoreState.Writable.class, store.state());
            awaitTrouble(store, "no new blocks for the log");
            awaitDispatched(store);
            assertEquals(taken, bodies(store, "t", 0, 0), "reading goes on");

            files.heal();
            assertEquals(taken.size(), append(store, "t", 0, "again").queueOffset());
            taken.add("again");
            Awaitility.await().until(() -> store.troubles().isEmpty());
        }

        try (MessageStore store = open(config(root))) {
            assertEquals(taken, bodies(store, "t", 0, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"No space left on device", "Read-only file system", "Input/output error"})
    void takesNothingMoreAfterAFailedForceAndTellsWhoWaits(String error) {
        try (MessageStore store = openFaulty(syncConfig(root))) {
            long first = append(store, "t", 0, "safe").endOffset();
            store.flushed().reach(first).orTimeout(20, TimeUnit.SECONDS).join();
            awaitVisible(store, 1);
            files.fail(Operation.FORCE_MAP, LOG, error);
            long second = append(store, "t", 0, "unsure").endOffset();

            var waiting = store.flushed().reach(second).orTimeout(20, TimeUnit.SECONDS);

            var failure = assertThrows(CompletionException.class, waiting::join);
            assertEquals(error, failure.getCause().getMessage());
            files.heal();
            expectFailStop(store, error);
            assertEquals(first, store.flushed().value());
            assertEquals(List.of("safe"), bodies(store, "t", 0, 0));
        }
        assertTrue(Files.exists(root.resolve("abort")), "the next start has to recover");
        try (MessageStore store = open(syncConfig(root))) {
            assertInstanceOf(StoreState.Writable.class, store.state());
            assertEquals("safe", bodies(store, "t", 0, 0).get(0));
            append(store, "t", 0, "goes on");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Input/output error"})
    void takesNothingMoreAfterAFailedWriteOfARecord(String error) {
        try (MessageStore store = openFaulty(syncConfig(root))) {
            long first = append(store, "t", 0, "safe").endOffset();
            store.flushed().reach(first).orTimeout(20, TimeUnit.SECONDS).join();
            awaitVisible(store, 1);
            files.fail(Operation.WRITE, LOG, error);
            long end =
                    store.append(message("t", 0, "unsure"))
                                    instanceof AppendOutcome.Appended appended
                            ? appended.endOffset()
                            : first + 1;

            var waiting = store.flushed().reach(end).orTimeout(1, TimeUnit.SECONDS);

            assertThrows(CompletionException.class, waiting::join);
            files.heal();
            expectFailStop(store, error);
            assertEquals(List.of("safe"), bodies(store, "t", 0, 0));
        }
        assertTrue(Files.exists(root.resolve("abort")), "the next start has to recover");
        try (MessageStore store = open(syncConfig(root))) {
            assertEquals("safe", bodies(store, "t", 0, 0).get(0));
        }
    }

    @Test
    void failsTheNextForceToo() {
        try (MessageStore store = openFaulty(syncConfig(root))) {
            files.fail(Operation.FORCE_MAP, LOG, IO_ERROR);
            long end = append(store, "t", 0, "unsure").endOffset();
            var first = store.flushed().reach(end).orTimeout(20, TimeUnit.SECONDS);
            assertThrows(CompletionException.class, first::join);
            files.heal();

            var second = store.flushed().reach(end).orTimeout(20, TimeUnit.SECONDS);

            assertThrows(CompletionException.class, second::join, "a retry proves nothing");
            assertEquals(0, store.flushed().value());
        }
        assertTrue(Files.exists(root.resolve("abort")));
    }

    @Test
    void noticesAFailedForceUnderAsyncFlushToo() {
        try (MessageStore store = openFaulty(config(root))) {
            append(store, "t", 0, "acknowledged");
            awaitVisible(store, 1);
            files.fail(Operation.FORCE_MAP, LOG, IO_ERROR);
            String padding = "x".repeat(10_000);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    store.append(message("t", 0, padding))
                                            instanceof AppendOutcome.Refused);

            expectFailStop(store, IO_ERROR);
            assertEquals("acknowledged", bodies(store, "t", 0, 0).get(0));
        }
    }

    @Test
    void takesNothingMoreWhenTheNameOfTheNextFileMayBeLost() {
        try (MessageStore store = openFaulty(config(root))) {
            append(store, "t", 0, "first");
            Awaitility.await()
                    .until(() -> Files.exists(root.resolve("commitlog/00000000000000131072")));
            files.fail(Operation.FORCE_DIRECTORY, LOG, IO_ERROR);
            String padding = "x".repeat(10_000);

            AppendOutcome refused =
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(30))
                            .until(
                                    () -> store.append(message("t", 0, padding)),
                                    it -> it instanceof AppendOutcome.Refused);

            assertEquals(
                    RefusalReason.FAIL_STOP,
                    assertInstanceOf(AppendOutcome.Refused.class, refused).reason());
            expectFailStop(store, IO_ERROR);
        }
        files.heal();
        try (MessageStore store = open(config(root))) {
            assertEquals("first", bodies(store, "t", 0, 0).get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"WRITE", "FORCE", "CREATE", "SET_LENGTH", "FORCE_DIRECTORY"})
    void goesOnWithoutItsQueuesAndSaysSo(String operation) {
        StoreConfig often =
                config(root).toBuilder().checkpointInterval(Duration.ofMillis(20)).build();
        List<String> all = new ArrayList<>();
        try (MessageStore store = openFaulty(often)) {
            files.fail(Operation.valueOf(operation), QUEUES, IO_ERROR);
            for (int i = 0; i < 30; i++) {
                append(store, "t", 0, "m" + i);
                all.add("m" + i);
            }
            awaitTrouble(store, operation.startsWith("FORCE") ? "could not be forced" : IO_ERROR);
            assertInstanceOf(StoreState.Writable.class, store.state());
            append(store, "t", 0, "m30");
            all.add("m30");
        }
        files.heal();
        try (MessageStore store = open(config(root))) {
            assertEquals(all, bodies(store, "t", 0, 0));
        }
    }

    /** A peer that takes the store over starts from the times in the checkpoint. */
    @Test
    void saysNoLaterTimeInTheCheckpointThanItsQueuesHaveReached() throws IOException {
        StoreConfig often =
                config(root).toBuilder().checkpointInterval(Duration.ofMillis(20)).build();
        ManualClock clock = new ManualClock(1_000_000);
        Path checkpoint = root.resolve("checkpoint");
        files.fail(Operation.FORCE, QUEUES, IO_ERROR);
        try (MessageStore store =
                MessageStore.open(often, ArrivalListener.NONE, clock, files, Loops.threads())
                        .start()) {
            append(store, "t", 0, "first");
            for (int i = 0; i < 10; i++) {
                clock.advanceMillis(60_000);
                append(store, "t", 0, "later");
                awaitDispatched(store);
            }
            Awaitility.await()
                    .until(
                            () -> {
                                clock.advanceMillis(1000);
                                append(store, "t", 0, "later still");
                                return Files.exists(checkpoint)
                                        && ByteBuffer.wrap(Files.readAllBytes(checkpoint))
                                                        .getLong(264)
                                                > 0;
                            });

            long queuesTime = ByteBuffer.wrap(Files.readAllBytes(checkpoint)).getLong(8);

            assertTrue(queuesTime <= 1_000_000, "queues are said to be complete to " + queuesTime);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"WRITE", "FORCE"})
    void goesOnWithoutItsCheckpointAndSaysSo(String operation) {
        StoreConfig often =
                config(root).toBuilder().checkpointInterval(Duration.ofMillis(20)).build();
        try (MessageStore store = openFaulty(often)) {
            files.fail(Operation.valueOf(operation), CHECKPOINT, IO_ERROR);
            append(store, "t", 0, "m0");
            awaitTrouble(store, "checkpoint stays behind");
            assertInstanceOf(StoreState.Writable.class, store.state());
            append(store, "t", 0, "m1");
            awaitDispatched(store);
            assertEquals(List.of("m0", "m1"), bodies(store, "t", 0, 0));
        }
        files.heal();
        try (MessageStore store = open(config(root))) {
            assertEquals(List.of("m0", "m1"), bodies(store, "t", 0, 0));
        }
    }

    /** The class of apache/rocketmq#10666: what was cut off must be gone before anything follows. */
    @Test
    void hasTheCutOnDiskBeforeAnythingIsAppendedBehindIt() throws IOException {
        Path live = root.resolve("live");
        Path crashed = root.resolve("crashed");
        long torn;
        try (MessageStore store = open(config(live))) {
            append(store, "t", 0, "whole");
            torn = append(store, "t", 0, "torn").physicalOffset();
            copyTree(live, crashed);
        }
        Path first = crashed.resolve("commitlog/00000000000000000000");
        Path behind = crashed.resolve("commitlog/00000000000000131072");
        try (FileChannel log = FileChannel.open(first, StandardOpenOption.WRITE)) {
            log.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), torn + 88);
        }
        Files.write(behind, new byte[128 * 1024]);

        MessageStore store =
                MessageStore.open(
                        config(crashed),
                        ArrivalListener.NONE,
                        Clock.SYSTEM,
                        files,
                        Loops.threads());

        try (store) {
            List<Event> opening = files.events();
            int cut = opening.lastIndexOf(new Event(Operation.SET_LENGTH, first));
            int removed = opening.indexOf(new Event(Operation.DELETE, behind));
            assertTrue(cut >= 0 && removed >= 0, opening.toString());
            assertTrue(opening.lastIndexOf(new Event(Operation.FORCE, first)) > cut);
            assertTrue(
                    opening.lastIndexOf(
                                    new Event(
                                            Operation.FORCE_DIRECTORY,
                                            crashed.resolve("commitlog")))
                            > removed);
            assertTrue(
                    Math.max(
                                    opening.lastIndexOf(new Event(Operation.FORCE, first)),
                                    opening.lastIndexOf(new Event(Operation.FORCE_MAP, first)))
                            > opening.lastIndexOf(new Event(Operation.WRITE, first)),
                    "whatever was written is forced when the store is open");
            store.start();
            assertEquals(torn, append(store, "t", 0, "next").physicalOffset());
        }
    }

    @Test
    void doesNotOpenWhenTheCutCannotBeMadeDurable() throws IOException {
        Path live = root.resolve("live");
        Path crashed = root.resolve("crashed");
        long torn;
        try (MessageStore store = open(config(live))) {
            append(store, "t", 0, "whole");
            torn = append(store, "t", 0, "torn").physicalOffset();
            copyTree(live, crashed);
        }
        Path first = crashed.resolve("commitlog/00000000000000000000");
        try (FileChannel log = FileChannel.open(first, StandardOpenOption.WRITE)) {
            log.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), torn + 88);
        }
        files.fail(Operation.FORCE, LOG, IO_ERROR);

        var refused = assertThrows(StoreException.class, () -> openFaulty(config(crashed)));

        assertTrue(refused.getMessage().contains(IO_ERROR), refused.getMessage());
    }

    private static void expectFailStop(MessageStore store, String error) {
        var refused =
                assertInstanceOf(
                        AppendOutcome.Refused.class, store.append(message("t", 0, "later")));
        assertEquals(RefusalReason.FAIL_STOP, refused.reason());
        assertTrue(refused.detail().contains(error), refused.detail());
        var state = assertInstanceOf(StoreState.NotWritable.class, store.state());
        assertEquals(RefusalReason.FAIL_STOP, state.reason());
        assertTrue(state.detail().contains(error), state.detail());
    }

    private static void awaitVisible(MessageStore store, long messages) {
        Awaitility.await().until(() -> store.maxOffset("t", 0) >= messages);
    }

    private static void awaitTrouble(MessageStore store, String words) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> store.troubles().stream().anyMatch(text -> text.contains(words)));
    }
}
