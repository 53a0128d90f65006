package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.batch;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.message;
import static io.apogeemq.store.StoreFixture.open;
import static io.apogeemq.store.StoreFixture.read;
import static io.apogeemq.store.StoreFixture.syncConfig;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchCheck;
import io.apogeemq.store.append.BatchOutcome;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import io.apogeemq.store.read.TimeBoundary;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageStoreTest {

    @TempDir Path root;

    @Test
    void givesBackWhatWasAppendedInQueueOrder() {
        try (MessageStore store = open(config(root))) {
            for (int i = 0; i < 100; i++) {
                assertEquals(i / 2, append(store, "orders", i % 2, "m" + i).queueOffset());
            }
            awaitDispatched(store);

            List<String> even = bodies(store, "orders", 0, 0);

            assertEquals(50, even.size());
            assertEquals("m98", even.get(49));
            assertEquals(0, store.minOffset("orders", 0));
            assertEquals(50, store.maxOffset("orders", 1));
        }
    }

    @Test
    void writesRecordsThatTheClientSideDecoderUnderstands() {
        try (MessageStore store = open(config(root))) {
            AppendRequest request =
                    new AppendRequest(
                            "t".repeat(200),
                            3,
                            11,
                            0,
                            5,
                            StoreFixture.HOST_V6,
                            StoreFixture.HOST,
                            4,
                            99,
                            ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3).slice(),
                            Crc31.of(ByteBuffer.wrap(new byte[] {1, 2, 3})),
                            "xxKEYS\u0001k\u0002".getBytes(StandardCharsets.UTF_8),
                            2,
                            7);

            var appended = assertInstanceOf(AppendOutcome.Appended.class, store.append(request));

            try (MappedSlice slice = store.record(appended.physicalOffset()).orElseThrow()) {
                MessageExt decoded = RecordDecoder.decode(slice.buffer().duplicate());
                assertEquals("t".repeat(200), decoded.topic());
                assertEquals(3, decoded.queueId());
                assertArrayEquals(new byte[] {1, 2, 3}, decoded.body());
                assertEquals(appended.physicalOffset(), decoded.physicalOffset());
                assertEquals(appended.storeTimestamp(), decoded.storeTimestamp());
            }
        }
    }

    @Test
    void rollsOverWithoutSplittingRecords() {
        try (MessageStore store = open(config(root))) {
            String body = "x".repeat(5000);
            for (int i = 0; i < 200; i++) {
                append(store, "big", 0, i + body);
            }
            awaitDispatched(store);

            List<String> all = bodies(store, "big", 0, 0);

            assertEquals(200, all.size());
            assertTrue(all.get(199).startsWith("199x"));
            assertTrue(store.stats().rollOvers() >= 7);
        }
    }

    @Test
    void storesAClientBatchSideBySide() {
        try (MessageStore store = open(config(root))) {
            append(store, "b", 1, "before");
            var outcome =
                    assertInstanceOf(
                            BatchOutcome.Appended.class,
                            store.appendBatch(batch("b", 1, List.of("one", "two", "", "four"))));
            append(store, "b", 1, "after");
            awaitDispatched(store);

            assertEquals(1, outcome.firstQueueOffset());
            assertEquals(
                    List.of("before", "one", "two", "", "four", "after"), bodies(store, "b", 1, 0));
            for (long physicalOffset : outcome.physicalOffsets()) {
                store.record(physicalOffset).orElseThrow().close();
            }
        }
    }

    @Test
    void refusesABatchWithContradictingLengthsAndWritesNothing() {
        try (MessageStore store = open(config(root))) {
            ByteBuffer encoded = batch("b", 0, List.of("one", "two")).encoded();
            encoded.putInt(encoded.getInt(0) + 16, Integer.MAX_VALUE);
            var request =
                    new BatchAppendRequest(
                            "b",
                            0,
                            0,
                            1,
                            StoreFixture.HOST,
                            StoreFixture.HOST,
                            0,
                            encoded,
                            BatchCheck.NONE);

            var refused = assertInstanceOf(BatchOutcome.Refused.class, store.appendBatch(request));

            assertEquals(RefusalReason.MALFORMED_BATCH, refused.reason());
            assertEquals(0, store.offsets().max());
        }
    }

    @Test
    void refusesWhatIsTooLargeOrHasNoAddress() {
        try (MessageStore store = open(config(root))) {
            assertEquals(
                    RefusalReason.MESSAGE_TOO_LARGE,
                    refusal(store, message("t", 0, "x".repeat(17 * 1024))));
            assertEquals(
                    RefusalReason.PROPERTIES_TOO_LARGE,
                    refusal(store, message("t", 0, 0, "", "p".repeat(33_000))));
            assertEquals(RefusalReason.BAD_ADDRESS, refusal(store, message("", 0, "x")));
            assertEquals(RefusalReason.BAD_ADDRESS, refusal(store, message("t", -1, "x")));
            assertEquals(RefusalReason.BAD_ADDRESS, refusal(store, message("t", 1 << 30, "x")));
            assertEquals(5, store.stats().refusedAppends());
        }
    }

    private static RefusalReason refusal(MessageStore store, AppendRequest request) {
        return assertInstanceOf(AppendOutcome.Refused.class, store.append(request)).reason();
    }

    @Test
    void filtersByTagHashAndTellsWhereToReadOn() {
        try (MessageStore store = open(config(root))) {
            for (int i = 0; i < 40; i++) {
                String tag = i % 10 == 0 ? "A" : "B";
                store.append(message("t", 0, 0, "m" + i, "TAGS\u0001" + tag + "\u0002"));
            }
            awaitDispatched(store);

            var found =
                    assertInstanceOf(
                            ReadResult.Found.class,
                            store.read(
                                    new ReadRequest(
                                            "t", 0, 1, 2, 1 << 20, tag -> tag == "A".hashCode())));
            assertEquals(2, found.messages());
            assertEquals(21, found.nextOffset());
            found.close();
            assertEquals(
                    new ReadResult.NoMatchUntil(40, 0, 40),
                    store.read(new ReadRequest("t", 0, 31, 2, 1 << 20, tag -> false)));
        }
    }

    @Test
    void tellsApartEveryWayOfFindingNothing() {
        try (MessageStore store = open(config(root))) {
            append(store, "t", 0, "m");
            awaitDispatched(store);

            assertInstanceOf(ReadResult.NoSuchQueue.class, read(store, "t", 1, 0, 1));
            assertInstanceOf(ReadResult.NoSuchQueue.class, read(store, "u", 0, 0, 1));
            assertEquals(new ReadResult.NothingYet(0, 1), read(store, "t", 0, 1, 1));
            assertEquals(new ReadResult.OutOfRange(0, 1), read(store, "t", 0, 2, 1));
            assertEquals(new ReadResult.OutOfRange(0, 1), read(store, "t", 0, -1, 1));
        }
    }

    @Test
    void givesTheFirstMessageEvenAboveTheByteLimit() {
        try (MessageStore store = open(config(root))) {
            append(store, "t", 0, "x".repeat(1000));
            append(store, "t", 0, "y");
            awaitDispatched(store);

            var found =
                    assertInstanceOf(
                            ReadResult.Found.class,
                            store.read(new ReadRequest("t", 0, 0, 32, 10, tag -> true)));

            assertEquals(1, found.messages());
            assertEquals(1, found.nextOffset());
            found.close();
        }
    }

    @Test
    void answersEmptyForAnyPositionThatIsNoRecord() {
        try (MessageStore store = open(config(root))) {
            append(store, "t", 0, "hello");
            long end = append(store, "t", 0, "world").endOffset();

            for (long at = -3; at < end + 300; at++) {
                if (at != 0 && at != end / 2) {
                    assertTrue(store.record(at).isEmpty(), "at " + at);
                }
            }
            assertTrue(store.record(Long.MAX_VALUE).isEmpty());
            assertTrue(store.record(Long.MIN_VALUE).isEmpty());
        }
    }

    @Test
    void keepsAFileMappedWhileASliceIsInFlight() {
        MappedSlice slice;
        try (MessageStore store = open(config(root))) {
            slice = store.record(append(store, "t", 0, "held").physicalOffset()).orElseThrow();
        }

        assertEquals(slice.length(), slice.buffer().getInt(0));
        slice.close();
        slice.close();
    }

    @Test
    void showsNothingUnderSyncFlushBeforeItIsOnDisk() {
        List<Long> flushedAtArrival = Collections.synchronizedList(new ArrayList<>());
        MessageStore[] holder = new MessageStore[1];
        ArrivalListener listener =
                (topic, queueId, queueOffset, tags, time) ->
                        flushedAtArrival.add(holder[0].flushed().value());
        try (MessageStore store = MessageStore.open(syncConfig(root), listener, Clock.SYSTEM)) {
            holder[0] = store;
            store.start();
            long end = 0;
            for (int i = 0; i < 20; i++) {
                end = append(store, "t", 0, "m" + i).endOffset();
                store.flushed().reach(end).orTimeout(20, TimeUnit.SECONDS).join();
            }
            awaitDispatched(store);

            assertEquals(20, flushedAtArrival.size());
            assertTrue(flushedAtArrival.get(19) >= end);
        }
    }

    @Test
    void tellsTheListenerInLogOrderOncePerMessage() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        ArrivalListener listener =
                (topic, queueId, queueOffset, tags, time) ->
                        told.add(topic + queueId + "@" + queueOffset);
        try (MessageStore store = MessageStore.open(config(root), listener, Clock.SYSTEM).start()) {
            append(store, "a", 0, "");
            append(store, "b", 1, "");
            store.append(message("a", 0, 0x4, "prepared", ""));
            append(store, "a", 0, "");
            awaitDispatched(store);

            assertEquals(List.of("a0@0", "b1@0", "a0@1"), told);
        }
    }

    @Test
    void searchesByStoreTime() {
        ManualClock clock = new ManualClock(1000);
        try (MessageStore store =
                MessageStore.open(config(root), ArrivalListener.NONE, clock).start()) {
            for (int i = 0; i < 10; i++) {
                append(store, "t", 0, "m");
                append(store, "t", 0, "m");
                clock.advanceMillis(100_000);
            }
            awaitDispatched(store);

            assertEquals(0, store.offsetByTime("t", 0, 0, TimeBoundary.LOWER));
            assertEquals(2, store.offsetByTime("t", 0, 101_000, TimeBoundary.LOWER));
            assertEquals(3, store.offsetByTime("t", 0, 101_000, TimeBoundary.UPPER));
            assertEquals(4, store.offsetByTime("t", 0, 101_001, TimeBoundary.LOWER));
            assertEquals(20, store.offsetByTime("t", 0, Long.MAX_VALUE, TimeBoundary.LOWER));
            assertEquals(19, store.offsetByTime("t", 0, Long.MAX_VALUE, TimeBoundary.UPPER));
            assertEquals(MessageStore.NONE, store.offsetByTime("u", 0, 0, TimeBoundary.LOWER));
            assertEquals(201_000, store.storeTimestamp("t", 0, 5));
            assertEquals(1000, store.earliestStoreTimestamp());
        }
    }

    @Test
    void goesOnNumberingAfterATopicWasDeleted() {
        StoreConfig config = config(root);
        try (MessageStore store = open(config)) {
            for (int i = 0; i < 60; i++) {
                append(store, "gone", 0, "old" + i);
            }
            append(store, "stays", 0, "s");
            awaitDispatched(store);

            store.deleteTopic("gone").join();

            assertFalse(store.hasQueue("gone", 0));
            assertEquals(60, append(store, "gone", 0, "new60").queueOffset());
            awaitDispatched(store);
            assertEquals(60, store.minOffset("gone", 0));
            assertEquals(List.of("new60"), bodies(store, "gone", 0, 60));
        }
        try (MessageStore store = open(config)) {
            assertEquals(60, store.minOffset("gone", 0));
            assertEquals(List.of("new60"), bodies(store, "gone", 0, 60));
            store.deleteTopic("gone").join();
        }
        try (MessageStore store = open(config)) {
            assertEquals(61, append(store, "gone", 0, "new61").queueOffset());
        }
    }

    @Test
    void keepsASecondStoreOffTheDirectory() {
        try (MessageStore store = open(config(root))) {
            StoreException refused = assertThrows(StoreException.class, () -> open(config(root)));

            assertTrue(
                    refused.getMessage().contains("'" + ProcessHandle.current().pid() + "'"),
                    refused.getMessage());
            assertInstanceOf(StoreState.Writable.class, store.state());
        }
    }

    @Test
    void refusesConfigurationThatCantHoldItsLargestMessage() {
        assertThrows(
                IllegalArgumentException.class,
                () -> StoreConfig.at(root).sizes(1 << 20, 6000, 1 << 20).build());
    }

    @Test
    void takesNothingAfterItWasClosed() {
        MessageStore store = open(config(root));
        store.close();

        var refused =
                assertInstanceOf(AppendOutcome.Refused.class, store.append(message("t", 0, "x")));

        assertEquals(RefusalReason.CLOSED, refused.reason());
        assertInstanceOf(StoreState.NotWritable.class, store.state());
    }
}
