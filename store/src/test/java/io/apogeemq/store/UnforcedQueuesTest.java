package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.config;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.CapturedLog;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that were written at the last stop and not forced: who may believe them, and who may not. */
class UnforcedQueuesTest {
    private static final int QUEUES = 3;
    private static final int MESSAGES = 20; // in each queue
    private static final int ENTRY = 20;
    private static final int CHECKPOINT_QUEUES = 272; // the queues were forced below this

    @TempDir Path root;

    private final ManualClock clock = new ManualClock();

    private MessageStore open(StoreConfig config, StoreFiles files) {
        return MessageStore.open(config, ArrivalListener.NONE, clock, files, Loops.threads())
                .start();
    }

    /** A stop that has time to force one queue only. */
    private void fillAndStop() {
        MachineFiles files = new MachineFiles(clock, "first-boot");
        try (MessageStore store = open(config(root), files)) {
            fill(store);
            files.slowDownForces(Duration.ofSeconds(2));
        }
        assertFalse(Files.exists(root.resolve("abort")), "a clean stop");
    }

    private static void fill(MessageStore store) {
        for (int i = 0; i < QUEUES * MESSAGES; i++) {
            append(store, "t", i % QUEUES, body(i % QUEUES, i / QUEUES));
        }
        awaitDispatched(store);
    }

    private static String body(int queue, int number) {
        return "queue " + queue + " message " + number;
    }

    private static void assertWhole(MessageStore store) {
        for (int queue = 0; queue < QUEUES; queue++) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                all.add(body(queue, i));
            }
            assertEquals(all, bodies(store, "t", queue, 0), "queue " + queue);
        }
    }

    /** What a power cut may do to a page that was not forced: parts of it are old. */
    private void loseTheMiddleOf(int queue) throws IOException {
        Path file = root.resolve("consumequeue/t/" + queue + "/00000000000000000000");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate((MESSAGES - 2) * ENTRY), ENTRY);
        }
    }

    @Test
    void believesThemWhileTheMachineIsTheSame() {
        fillAndStop();

        try (CapturedLog log = new CapturedLog();
                MessageStore store = open(config(root), new MachineFiles(clock, "first-boot"))) {
            assertOpened(log, "clean=true", "recordsScanned=0");
            assertWhole(store);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"second-boot", ""})
    void doesNotBelieveThemAfterARestartOfTheMachine(String bootId) throws IOException {
        fillAndStop();
        loseTheMiddleOf(QUEUES - 1);

        try (CapturedLog log = new CapturedLog();
                MessageStore store = open(config(root), new MachineFiles(clock, bootId))) {
            int forced = 1; // the first record is in the queue that the stop had time for
            assertOpened(log, "clean=true", "recordsScanned=" + (QUEUES * MESSAGES - forced));
            assertWhole(store);
            append(store, "t", 0, "goes on");
        }
    }

    @Test
    void believesWhatAStopHadTimeToForceAfterARestartOfTheMachine() {
        try (MessageStore store = open(config(root), new MachineFiles(clock, "first-boot"))) {
            fill(store);
        }

        try (CapturedLog log = new CapturedLog();
                MessageStore store = open(config(root), new MachineFiles(clock, "second-boot"))) {
            assertOpened(log, "clean=true", "recordsScanned=0");
            assertWhole(store);
        }
    }

    /** Nobody knows what a failed force has left: the system may take lost pages for clean ones. */
    @Test
    void believesNoneAfterAForceThatFailed() throws IOException {
        MachineFiles files = new MachineFiles(clock, "first-boot");
        StoreConfig often =
                config(root).toBuilder().checkpointInterval(Duration.ofMillis(20)).build();
        long before;
        try (MessageStore store = open(often, files)) {
            before = append(store, "before", 0, "forced").endOffset();
            awaitDispatched(store);
            tickUntil(() -> queuesForcedBelow() == before);
            files.failForces();
            fill(store);
            tickUntil(() -> !store.troubles().isEmpty());
            files.heal();
            append(store, "after", 0, "taken");
            awaitDispatched(store);

            assertInstanceOf(StoreState.Writable.class, store.state());
            tickUntil(
                    () ->
                            store.troubles()
                                    .equals(
                                            List.of(
                                                    "a queue file could not be forced, the next"
                                                            + " start reads more of the log")));
            assertWhole(store);
        }
        assertEquals(before, queuesForcedBelow(), "no checkpoint behind the failed force");
        assertFalse(Files.exists(root.resolve("abort")), "the log and the queues are complete");
        loseTheMiddleOf(QUEUES - 1);

        try (MessageStore store = open(config(root), new MachineFiles(clock, "first-boot"))) {
            assertWhole(store);
            assertEquals(List.of("forced"), bodies(store, "before", 0, 0));
            assertEquals(List.of("taken"), bodies(store, "after", 0, 0));
            assertEquals(List.of(), store.troubles());
        }
    }

    private void tickUntil(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            clock.advanceMillis(20);
                            return condition.call();
                        });
    }

    private long queuesForcedBelow() throws IOException {
        Path checkpoint = root.resolve("checkpoint");
        return Files.exists(checkpoint)
                ? ByteBuffer.wrap(Files.readAllBytes(checkpoint)).getLong(CHECKPOINT_QUEUES)
                : 0;
    }

    private static void assertOpened(CapturedLog log, String... fields) {
        String line =
                log.lines().stream()
                        .filter(it -> it.startsWith("store opened "))
                        .findFirst()
                        .orElseThrow();
        for (String field : fields) {
            assertTrue((line + ' ').contains(' ' + field + ' '), line);
        }
    }
}
