package io.apogeemq.store.verify;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.MessageStore;
import io.apogeemq.store.SampleStore;
import io.apogeemq.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifications of a store that is open. */
class ScrubTest {

    private static final long UNBOUNDED = 1L << 40;

    @TempDir Path directory;

    @Test
    void findsNothingInASoundStoreAlsoWhileItIsWritten() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try (MessageStore store = open(config(directory))) {
            fill(store, 2000);
            Thread writer =
                    new Thread(
                            () -> {
                                for (int i = 0; !isOver.get() && i < 100_000; i++) {
                                    append(store, "t" + i % 3, i % 4, "more " + i);
                                }
                            });
            writer.start();

            for (int i = 0; i < 5; i++) {
                ScrubStatus status = verify(store);

                assertTrue(status.isComplete(), status.problem());
                assertEquals(List.of(), status.findings());
                assertTrue(status.records() >= 2000, "records " + status.records());
            }
            isOver.set(true);
            writer.join();
        }
    }

    @Test
    void findsWhatABrokenDiskDidToOldMessages() throws Exception {
        try (MessageStore store = open(config(directory))) {
            long damaged = fill(store, 2000);
            VerifyFixture.flip(directory.resolve("commitlog/00000000000000000000"), damaged + 100);

            ScrubStatus status = verify(store);

            assertTrue(status.isComplete(), status.problem());
            assertTrue(status.damages() > 0);
            assertEquals(damaged, status.findings().get(0).physicalOffset());
            assertEquals(FindingKind.RECORD_DAMAGED, status.findings().get(0).kind());
            assertEquals(0, status.notes());
            assertEquals(status.damages(), store.stats().scrub().damages());
        }
    }

    @Test
    void raisesNoAlarmForTopicsThatAreDeletedMeanwhile() throws Exception {
        try (MessageStore store = open(config(directory))) {
            fill(store, 2000);
            store.scrub().verifyNow(200_000);
            awaitRunning(store);

            store.deleteTopic("t1").join();

            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> !store.scrub().status().isRunning());
            ScrubStatus status = store.scrub().status();
            assertTrue(status.isComplete(), status.problem());
            assertEquals(List.of(), status.findings());
        }
    }

    @Test
    void keepsToItsRateAndStopsWhenTold() throws Exception {
        try (MessageStore store = open(config(directory))) {
            fill(store, 2000);
            store.scrub().verifyNow(1000);
            awaitRunning(store);
            assertFalse(store.scrub().status().isComplete());

            store.scrub().stop();

            Awaitility.await().until(() -> !store.scrub().status().isRunning());
            assertEquals("it was stopped", store.scrub().status().problem());
        }
    }

    @Test
    void beginsByItselfOnceInEachPeriod() throws Exception {
        ScrubConfig often = new ScrubConfig(true, UNBOUNDED, Duration.ofMillis(200));
        try (MessageStore store = open(config(directory).toBuilder().scrub(often).build())) {
            fill(store, 100);

            Awaitility.await()
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> store.scrub().status().run() >= 3);
        }
    }

    @Test
    void findsNothingInTheStoresOfThePeer() throws Exception {
        for (String name : new String[] {"clean-5.4.0", "killed-5.4.0", "variants-5.4.0"}) {
            Path root = SampleStore.unpack(name, directory.resolve(name));
            StoreConfig config = StoreConfig.at(root).sizes(1 << 20, 6000, 512 * 1024).build();
            try (MessageStore store = open(config)) {
                ScrubStatus status = verify(store);

                assertTrue(status.isComplete(), status.problem());
                assertEquals(List.of(), status.findings(), name);
            }
        }
    }

    private static ScrubStatus verify(MessageStore store) {
        long run = store.scrub().verifyNow(UNBOUNDED);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> {
                            ScrubStatus now = store.scrub().status();
                            return now.run() >= run && !now.isRunning();
                        });
        return store.scrub().status();
    }

    private static void awaitRunning(MessageStore store) {
        Awaitility.await().until(() -> store.scrub().status().isRunning());
    }

    /** Gives the physical offset of one of the first messages. */
    private static long fill(MessageStore store, int messages) {
        long offset = 0;
        for (int i = 0; i < messages; i++) {
            long at =
                    append(store, "t" + i % 3, i % 4, "message " + i + "x".repeat(100))
                            .physicalOffset();
            offset = i == 9 ? at : offset;
        }
        awaitDispatched(store);
        return offset;
    }
}
