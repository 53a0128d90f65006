package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.store.read.EntryFilter;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which reads are taken for such that wait for the disk. */
class ColdReadTest {
    private static final int BYTES = 300; // of a record, at least
    private static final int NEAR = 4096;
    private static final int MESSAGES = 3 * NEAR;

    @TempDir Path root;

    @Test
    void nothingIsColdWhileTheLogFitsIntoMemory() {
        try (MessageStore store = open(config(root))) {
            fill(store, "a");

            assertFalse(store.mayBeCold(from("a", 0)));
        }
    }

    @Test
    void aReaderFarBehindGoesOnHotAsSoonAsItHasReachedTheNewerPart() {
        long hot = (long) MESSAGES * BYTES * 3 / 2;
        try (MessageStore store = open(config(root).toBuilder().hotBytes(hot).build())) {
            fill(store, "old");
            fill(store, "new"); // all of it is in the hot part

            assertTrue(store.mayBeCold(from("old", 0)));
            assertTrue(store.mayBeCold(from("new", 0)), "nobody has read there yet");
            assertFalse(store.mayBeCold(from("new", MESSAGES - NEAR)), "near the end");
            assertEquals(32, read(store, "old", 0));
            assertEquals(32, read(store, "new", 0));

            assertTrue(store.mayBeCold(from("old", 32)));
            assertFalse(store.mayBeCold(from("new", 32)));
            assertTrue(store.mayBeCold(from("new", 33)), "nobody has read up to there");
        }
    }

    @Test
    void aReadThatFindsNothingItWantsCountsToo() {
        long hot = (long) MESSAGES * BYTES * 3 / 2;
        try (MessageStore store = open(config(root).toBuilder().hotBytes(hot).build())) {
            fill(store, "old");
            fill(store, "new");
            ReadRequest request = new ReadRequest("new", 0, 0, 32, 1 << 20, tagsCode -> false);

            var nothing = assertInstanceOf(ReadResult.NoMatchUntil.class, store.read(request));

            assertFalse(store.mayBeCold(from("new", nothing.nextOffset())));
        }
    }

    private static void fill(MessageStore store, String topic) {
        String body = "x".repeat(BYTES - 91);
        for (int i = 0; i < MESSAGES; i++) {
            append(store, topic, 0, body);
        }
        awaitDispatched(store);
    }

    private static long read(MessageStore store, String topic, long queueOffset) {
        var result = store.read(from(topic, queueOffset));
        try (ReadResult.Found found = assertInstanceOf(ReadResult.Found.class, result)) {
            return found.nextOffset();
        }
    }

    private static ReadRequest from(String topic, long queueOffset) {
        return new ReadRequest(topic, 0, queueOffset, 32, 1 << 20, EntryFilter.ALL);
    }
}
