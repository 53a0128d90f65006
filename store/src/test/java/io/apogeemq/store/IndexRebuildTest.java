package io.apogeemq.store;

import static io.apogeemq.store.KeyedStore.appendNumbered;
import static io.apogeemq.store.KeyedStore.assertAllFound;
import static io.apogeemq.store.KeyedStore.awaitIndexed;
import static io.apogeemq.store.KeyedStore.config;
import static io.apogeemq.store.KeyedStore.fill;
import static io.apogeemq.store.KeyedStore.find;
import static io.apogeemq.store.KeyedStore.open;
import static io.apogeemq.store.StoreFixture.copyTree;
import static io.apogeemq.store.StoreFixture.deleteTree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.query.KeyQuery;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to index files, the log brings them back. */
class IndexRebuildTest {

    private static final Clock CLOCK = Clock.SYSTEM;

    @TempDir Path directory;
    private Path root;

    @BeforeEach
    void paths() {
        root = directory.resolve("live");
    }

    @Test
    void rebuildsTheSameIndexFromTheLogAlone() throws IOException {
        fill(root, 100);
        IndexContent before = IndexContent.read(root, KeyedStore.SLOTS);
        deleteTree(root.resolve("index"));

        try (MessageStore store = open(config(root), CLOCK)) {
            awaitIndexed(store);
            assertAllFound(store, 100);
        }

        assertEquals(before, IndexContent.read(root, KeyedStore.SLOTS));
    }

    @Test
    void hasEveryKeyOnceAfterTheProcessWasKilled() throws Exception {
        fill(root, 20);
        Path crashed = directory.resolve("crashed");
        try (MessageStore store = open(config(root), CLOCK)) {
            appendNumbered(store, 20, 55);
            awaitIndexed(store);
            copyTree(root, crashed);
        }

        try (MessageStore store = open(config(crashed), CLOCK)) {
            awaitIndexed(store);
            assertAllFound(store, 55);
        }

        assertEquals(
                IndexContent.read(root, KeyedStore.SLOTS),
                IndexContent.read(crashed, KeyedStore.SLOTS));
    }

    @Test
    void rebuildsFromTheEndOfTheLastIntactFile() throws IOException {
        fill(root, 100);
        IndexContent before = IndexContent.read(root, KeyedStore.SLOTS);
        List<Path> files = IndexContent.paths(root);
        Files.write(files.get(3), new byte[] {1, 2, 3});
        Files.write(files.get(5), new byte[0]);
        Files.writeString(root.resolve("index/notes.txt"), "hello");
        Files.writeString(root.resolve("index/20000101000000000"), "garbage");

        try (MessageStore store = open(config(root), CLOCK)) {
            awaitIndexed(store);
            assertAllFound(store, 100);
        }

        assertTrue(Files.exists(root.resolve("index/notes.txt")));
        Files.delete(root.resolve("index/notes.txt"));
        assertEquals(before, IndexContent.read(root, KeyedStore.SLOTS));
    }

    @Test
    void rebuildsAFileWhoseHeaderIsDamaged() throws IOException {
        fill(root, 100);
        IndexContent before = IndexContent.read(root, KeyedStore.SLOTS);
        Path file = IndexContent.paths(root).get(2);
        for (int at : new int[] {3, 20, 27, 39}) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[at] ^= 0x10;
            Files.write(file, bytes);

            try (MessageStore store = open(config(root), CLOCK)) {
                awaitIndexed(store);
                assertAllFound(store, 100);
            }

            assertEquals(before, IndexContent.read(root, KeyedStore.SLOTS), "byte " + at);
            file = IndexContent.paths(root).get(2);
        }
    }

    @Test
    void rebuildsAFileInWhichASearchMeetsDamage() throws IOException {
        fill(root, 30);
        IndexContent before = IndexContent.read(root, KeyedStore.SLOTS);
        Path file = IndexContent.paths(root).get(0);
        byte[] bytes = Files.readAllBytes(file);
        for (int entry = 1; entry < KeyedStore.ENTRIES; entry++) {
            bytes[40 + 4 * KeyedStore.SLOTS + 20 * entry + 16] = 0x7F;
        }
        Files.write(file, bytes);

        try (MessageStore store = open(config(root), CLOCK)) {
            find(store, "t", "k");
            awaitIndexed(store);
            assertAllFound(store, 30);
        }

        assertEquals(before, IndexContent.read(root, KeyedStore.SLOTS));
    }

    @Test
    void readsFilesOfAnotherSizeAndGoesOnWithItsOwn() {
        fill(root, 30);
        StoreConfig larger =
                config(root).toBuilder()
                        .index(new IndexConfig(true, KeyedStore.SLOTS, 1000))
                        .build();

        try (MessageStore store = open(larger, CLOCK)) {
            assertEquals(0, store.recordsScannedAtOpen());
            appendNumbered(store, 30, 60);
            awaitIndexed(store);
            assertAllFound(store, 60);
        }

        try (MessageStore store = open(config(root), CLOCK)) {
            assertEquals(0, store.recordsScannedAtOpen());
            assertAllFound(store, 60);
        }
    }

    @Test
    void forgetsWhatTheLogHasLost() throws IOException {
        Path crashed = directory.resolve("crashed");
        try (MessageStore store = open(config(root), CLOCK)) {
            appendNumbered(store, 0, 40);
            awaitIndexed(store);
        }
        copyTree(root, crashed);
        Path log = crashed.resolve("commitlog/00000000000000000000");
        byte[] bytes = Files.readAllBytes(log);
        int half = recordAt(bytes, 20);
        Arrays.fill(bytes, half, bytes.length, (byte) 0);
        Files.write(log, bytes);
        Files.writeString(crashed.resolve("abort"), "1");
        Files.delete(crashed.resolve("checkpoint")); // else the log is believed up to there

        try (MessageStore store = open(config(crashed), CLOCK)) {
            awaitIndexed(store);
            assertAllFound(store, 20);
            appendNumbered(store, 20, 50);
            awaitIndexed(store);
            assertAllFound(store, 50);
        }
        assertEquals(150, IndexContent.read(crashed, KeyedStore.SLOTS).entries());
    }

    @Test
    void catchesUpAfterItWasSwitchedOff() {
        StoreConfig off = config(root).toBuilder().index(new IndexConfig(false, 50, 40)).build();
        try (MessageStore store = open(off, CLOCK)) {
            appendNumbered(store, 0, 30);
            StoreFixture.awaitDispatched(store);
            assertTrue(
                    store.query(new KeyQuery("t", "k", false, 1, 1, 0, Long.MAX_VALUE)).isEmpty());
            assertFalse(store.stats().index().isEnabled());
        }

        try (MessageStore store = open(config(root), CLOCK)) {
            awaitIndexed(store);
            assertAllFound(store, 30);
        }
    }

    private static int recordAt(byte[] log, int number) {
        int at = 0;
        for (int i = 0; i < number; i++) {
            at += ByteBuffer.wrap(log).getInt(at);
        }
        return at;
    }
}
