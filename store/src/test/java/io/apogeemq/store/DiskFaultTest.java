package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.message;
import static io.apogeemq.store.StoreFixture.open;
import static io.apogeemq.store.StoreFixture.syncConfig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.dispatch.ArrivalListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks and disks that lose a force. */
class DiskFaultTest {

    @TempDir Path root;

    @Test
    void refusesWholeRecordsOnAFullDiskAndGoesOnWhenThereIsRoom() {
        FaultyFiles files = new FaultyFiles();
        List<String> taken = new ArrayList<>();
        String padding = "x".repeat(3000);
        try (MessageStore store =
                MessageStore.open(
                                config(root),
                                ArrivalListener.NONE,
                                Clock.SYSTEM,
                                files,
                                Loops.threads())
                        .start()) {
            append(store, "t", 0, "first");
            taken.add("first");
            files.diskIsFull = true;
            AppendOutcome outcome = store.append(message("t", 0, padding));
            for (int i = 0; i < 1000 && outcome instanceof AppendOutcome.Appended; i++) {
                taken.add(padding);
                outcome = store.append(message("t", 0, padding));
            }
            var refused = assertInstanceOf(AppendOutcome.Refused.class, outcome);
            assertEquals(RefusalReason.DISK_FULL, refused.reason());
            assertTrue(refused.reason().isRetryable());
            assertInstanceOf(StoreState.Writable.class, store.state());

            files.diskIsFull = false;
            assertEquals(taken.size(), append(store, "t", 0, "again").queueOffset());
            taken.add("again");
        }

        try (MessageStore store = open(config(root))) {
            assertEquals(taken, bodies(store, "t", 0, 0));
        }
    }

    @Test
    void takesNothingMoreAfterAFailedForceAndTellsWhoWaits() {
        FaultyFiles files = new FaultyFiles();
        try (MessageStore store =
                MessageStore.open(
                                syncConfig(root),
                                ArrivalListener.NONE,
                                Clock.SYSTEM,
                                files,
                                Loops.threads())
                        .start()) {
            long first = append(store, "t", 0, "safe").endOffset();
            store.flushed().reach(first).orTimeout(20, TimeUnit.SECONDS).join();
            store.dispatched().reach(first).orTimeout(20, TimeUnit.SECONDS).join();
            files.forceFails = true;
            long second = append(store, "t", 0, "unsure").endOffset();

            var waiting = store.flushed().reach(second).orTimeout(20, TimeUnit.SECONDS);

            var failure = assertThrows(CompletionException.class, waiting::join);
            assertEquals("Input/output error", failure.getCause().getMessage());
            files.forceFails = false;
            var refused =
                    assertInstanceOf(
                            AppendOutcome.Refused.class, store.append(message("t", 0, "later")));
            assertEquals(RefusalReason.FAIL_STOP, refused.reason());
            assertEquals(first, store.flushed().value());
            assertEquals(1, store.maxOffset("t", 0));
        }
        assertTrue(Files.exists(root.resolve("abort")), "the next start has to recover");
    }
}
