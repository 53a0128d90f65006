package io.apogeemq.store;

import static io.apogeemq.store.KeyedStore.append;
import static io.apogeemq.store.KeyedStore.assertAllFound;
import static io.apogeemq.store.KeyedStore.awaitIndexed;
import static io.apogeemq.store.KeyedStore.config;
import static io.apogeemq.store.KeyedStore.find;
import static io.apogeemq.store.KeyedStore.messages;
import static io.apogeemq.store.KeyedStore.open;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.store.query.KeyQuery;
import io.apogeemq.store.query.QueryResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages are found by key, and only those. */
class KeyQueryTest {

    private static final Clock CLOCK = Clock.SYSTEM;

    @TempDir Path directory;
    private Path root;

    @BeforeEach
    void paths() {
        root = directory.resolve("live");
    }

    @Test
    void findsAMessageByItsUniqueKeyAndByEachOfItsKeys() {
        try (MessageStore store = open(config(root), CLOCK)) {
            append(store, "t", "ID1", "order-1 line-7  schlüssel", "one");
            append(store, "t", "ID2", "order-2", "two");
            append(store, "other", "ID3", "order-1", "three");
            awaitIndexed(store);

            assertEquals(List.of("one"), find(store, "t", "order-1"));
            assertEquals(List.of("one"), find(store, "t", "line-7"));
            assertEquals(List.of("one"), find(store, "t", "schlüssel"));
            assertEquals(List.of("one"), find(store, "t", "ID1"));
            assertEquals(List.of("three"), find(store, "other", "order-1"));
            assertEquals(List.of(), find(store, "t", "order-3"));
            assertEquals(List.of(), find(store, "nowhere", "order-1"));
        }
    }

    @Test
    void findsOnlyUniqueKeysWhenOneIsAskedFor() {
        try (MessageStore store = open(config(root), CLOCK)) {
            append(store, "t", "ID1", "ID2", "one");
            append(store, "t", "ID2", "", "two");
            awaitIndexed(store);

            assertEquals(List.of("one", "two"), find(store, "t", "ID2"));
            assertEquals(
                    List.of("two"),
                    find(store, new KeyQuery("t", "ID2", true, 32, 1000, 0, Long.MAX_VALUE)));
        }
    }

    @Test
    void answersWithTheNewestInTheOrderOfTheLog() {
        try (MessageStore store = open(config(root), CLOCK)) {
            IntStream.range(0, 100).forEach(i -> append(store, "t", "ID" + i, "k", "m" + i));
            awaitIndexed(store);

            assertEquals(List.of("m97", "m98", "m99"), find(store, "t", "k", 3, 0, Long.MAX_VALUE));
            assertEquals(messages(100), find(store, "t", "k"));
            assertEquals(
                    List.of("m98", "m99"),
                    find(store, new KeyQuery("t", "k", false, 64, 300, 0, Long.MAX_VALUE)));
        }
    }

    @Test
    void tellsKeysWithTheSameHashApart() {
        try (MessageStore store = open(config(root), CLOCK)) {
            append(store, "t", "", "Aa", "one");
            append(store, "t", "", "BB", "two");
            append(store, "Aa", "", "x", "three");
            append(store, "BB", "", "x", "four");
            awaitIndexed(store);

            assertEquals(List.of("one"), find(store, "t", "Aa"));
            assertEquals(List.of("two"), find(store, "t", "BB"));
            assertEquals(List.of("three"), find(store, "Aa", "x"));
            assertEquals(List.of("four"), find(store, "BB", "x"));
        }
    }

    @Test
    void keepsToTheTimeOfStorageToTheMillisecond() {
        ManualClock clock = new ManualClock();
        long start = clock.millis();
        try (MessageStore store = open(config(root), clock)) {
            for (int i = 0; i < 60; i++) {
                append(store, "t", "", "k", "m" + i);
                clock.advanceMillis(700);
            }
            awaitIndexed(store);

            assertEquals(List.of("m0"), find(store, "t", "k", 64, start, start));
            assertEquals(List.of("m1"), find(store, "t", "k", 64, start + 1, start + 700));
            assertEquals(
                    List.of("m57", "m58", "m59"),
                    find(store, "t", "k", 64, start + 57 * 700, Long.MAX_VALUE));
            assertEquals(List.of(), find(store, "t", "k", 64, start + 59 * 700 + 1, start * 2));
            assertEquals(List.of(), find(store, "t", "k", 64, 0, start - 1));
        }
    }

    @Test
    void findsWhatWasStoredWhileTheClockWasSetBack() {
        ManualClock clock = new ManualClock();
        long start = clock.millis();
        try (MessageStore store = open(config(root), clock)) {
            append(store, "t", "", "k", "before");
            clock.setMillis(start - 30_000);
            append(store, "t", "", "k", "earlier");
            awaitIndexed(store);

            assertEquals(List.of("earlier"), find(store, "t", "k", 64, start - 30_000, start - 1));
        }
    }

    @Test
    void rollsOverAndIsThereAfterARestart() throws IOException {
        try (MessageStore store = open(config(root), CLOCK)) {
            IntStream.range(0, 100)
                    .forEach(i -> append(store, "t", "ID" + i, "k key" + i, "m" + i));
            awaitIndexed(store);
            assertEquals(8, store.stats().index().files());
        }

        try (MessageStore store = open(config(root), CLOCK)) {
            assertEquals(0, store.recordsScannedAtOpen());
            assertEquals(0, store.stats().index().lagBytes());
            assertAllFound(store, 100);
            append(store, "t", "ID100", "k key100", "m100");
            awaitIndexed(store);
            assertAllFound(store, 101);
        }
        assertEquals(303, IndexContent.read(root, KeyedStore.SLOTS).entries());
    }

    @Test
    void leavesRolledBackRecordsOut() {
        try (MessageStore store = open(config(root), CLOCK)) {
            append(store, "t", 0x4, "P", "k", "prepared");
            append(store, "t", 0x8, "C", "k", "committed");
            append(store, "t", 0xC, "R", "k", "rolled back");
            awaitIndexed(store);

            assertEquals(List.of("prepared", "committed"), find(store, "t", "k"));
        }
    }

    @Test
    void saysHowFarItIs() {
        try (MessageStore store = open(config(root), CLOCK)) {
            assertEquals(0, lastOffset(store));
            append(store, "t", "ID1", "", "one");
            long second = append(store, "t", "ID2", "", "two").physicalOffset();
            awaitIndexed(store);

            assertEquals(second, lastOffset(store));
            assertEquals(1, store.stats().index().files());
        }
    }

    private static long lastOffset(MessageStore store) {
        try (QueryResult result =
                store.query(new KeyQuery("t", "none", false, 1, 1, 0, 1)).orElseThrow()) {
            return result.indexPhysicalOffset();
        }
    }
}
