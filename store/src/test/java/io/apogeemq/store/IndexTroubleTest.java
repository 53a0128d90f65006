package io.apogeemq.store;

import static io.apogeemq.store.KeyedStore.appendNumbered;
import static io.apogeemq.store.KeyedStore.assertAllFound;
import static io.apogeemq.store.KeyedStore.awaitIndexed;
import static io.apogeemq.store.KeyedStore.config;
import static io.apogeemq.store.KeyedStore.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that can't go on stops nobody, and goes on by itself. */
class IndexTroubleTest {

    @TempDir Path directory;
    private final FaultyFiles files = new FaultyFiles();

    @Test
    void messagesGoOnWhenNoIndexFileCanBeMadeAndAreFoundLater() {
        try (MessageStore store = open(config(directory), Clock.SYSTEM, files)) {
            appendNumbered(store, 0, 20);
            awaitIndexed(store);
            files.indexFails = true;

            appendNumbered(store, 20, 60);
            StoreFixture.awaitDispatched(store);
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> store.stats().index().trouble().isPresent());
            assertInstanceOf(StoreState.Writable.class, store.state());
            assertEquals(60, store.maxOffset("t", 0));
            assertTrue(store.stats().index().lagBytes() > 0);
            assertTrue(store.stats().index().failures() > 0);

            files.indexFails = false;
            awaitIndexed(store);
            assertAllFound(store, 60);
            assertTrue(store.stats().index().trouble().isEmpty());
        }
    }

    @Test
    void aFileThatCantBeForcedIsMadeAgain() throws Exception {
        StoreConfig often =
                config(directory).toBuilder().checkpointInterval(Duration.ofMillis(20)).build();
        try (MessageStore store = open(often, Clock.SYSTEM, files)) {
            appendNumbered(store, 0, 20);
            awaitIndexed(store);
            files.indexForceFails = true;
            appendNumbered(store, 20, 30);
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> store.stats().index().failures() > 0);
            assertInstanceOf(StoreState.Writable.class, store.state());

            files.indexForceFails = false;
            appendNumbered(store, 30, 60);
            awaitIndexed(store);
            assertAllFound(store, 60);
        }

        try (MessageStore store = open(config(directory), Clock.SYSTEM)) {
            awaitIndexed(store);
            assertAllFound(store, 60);
        }
        assertEquals(180, IndexContent.read(directory, KeyedStore.SLOTS).entries());
    }
}
