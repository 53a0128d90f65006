package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.batch;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.config;
import static io.apogeemq.store.StoreFixture.copyTree;
import static io.apogeemq.store.StoreFixture.message;
import static io.apogeemq.store.StoreFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchOutcome;
import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.read.EntryFilter;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte of a stored message is under a checksum, and no damaged one is handed out. */
class RecordChecksumTest {

    @TempDir Path root;

    @Test
    void everyStoredRecordEndsInItsChecksum() {
        try (MessageStore store = open(config(root))) {
            List<Long> offsets = new ArrayList<>();
            for (String body : List.of("small", "x".repeat(3000))) {
                AppendRequest request = message("t", 0, 0, body, "KEYS\u0001k");
                offsets.add(appended(store.append(request)));
                var stored = store.appendBatch(batch("t", 1, List.of("one", body, "three")));
                for (long offset :
                        assertInstanceOf(BatchOutcome.Appended.class, stored).physicalOffsets()) {
                    offsets.add(offset);
                }
            }

            awaitDispatched(store);

            for (long offset : offsets) {
                try (MappedSlice record = store.record(offset).orElseThrow()) {
                    byte[] bytes = new byte[record.length()];
                    record.buffer().get(0, bytes);
                    String end =
                            new String(bytes, bytes.length - 20, 20, StandardCharsets.US_ASCII);
                    assertTrue(end.matches("__CRC32#\u0001\\d{10}\u0002"), end);
                    MessageExt read = RecordDecoder.decode(ByteBuffer.wrap(bytes));
                    assertFalse(read.properties().asMap().containsKey("__CRC32#"));
                }
            }
        }
    }

    private static long appended(AppendOutcome outcome) {
        return assertInstanceOf(AppendOutcome.Appended.class, outcome).physicalOffset();
    }

    @Test
    void leavesTheChecksumOutWhenToldSo() {
        try (MessageStore store = open(config(root).toBuilder().appendPropertyCrc(false).build())) {
            var stored = store.append(message("t", 0, 0, "x", "KEYS\u0001k"));

            var appended = assertInstanceOf(AppendOutcome.Appended.class, stored);
            assertEquals(91 + 1 + 1 + 6, appended.recordBytes());
        }
    }

    @Test
    void refusesPropertiesThatLeaveNoRoomForIt() {
        StoreConfig large = config(root).toBuilder().sizes(256 * 1024, 1000, 64 * 1024).build();
        try (MessageStore store = open(large)) {
            String most = "p\u0001" + "v".repeat(32767 - 20 - 3) + "\u0002";
            assertInstanceOf(
                    AppendOutcome.Appended.class, store.append(message("t", 0, 0, "x", most)));

            var tooLong = store.append(message("t", 0, 0, "x", "q" + most));

            var refused = assertInstanceOf(AppendOutcome.Refused.class, tooLong);
            assertEquals(RefusalReason.PROPERTIES_TOO_LARGE, refused.reason());
        }
    }

    @Test
    void passesByARecordThatWasDamagedOnTheDisk() throws IOException {
        List<Long> offsets = new ArrayList<>();
        Path file;
        try (MessageStore store = open(config(root))) {
            for (int i = 0; i < 5; i++) {
                offsets.add(
                        appended(store.append(message("t", 0, 0, "m" + i, "KEYS\u0001k\u0002"))));
            }
            file = config(root).commitLogDir().resolve("00000000000000000000");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long key =
                    offsets.get(3)
                            - 20
                            - 2; // the letter of the key, in the properties of the third
            channel.write(ByteBuffer.wrap(new byte[] {'z'}), key);
        }

        try (MessageStore store = open(config(root))) {
            var read = store.read(new ReadRequest("t", 0, 0, 32, 1 << 20, EntryFilter.ALL));

            var found = assertInstanceOf(ReadResult.Found.class, read);
            assertEquals(4, found.messages());
            assertEquals(5, found.nextOffset());
            found.close();
            assertEquals(1, store.stats().damagedRecords());
            assertTrue(store.record(offsets.get(2)).isEmpty());
        }
    }

    @Test
    void takesARecordWithoutItsEndForTornFromTheFirstMessageOn() throws IOException {
        Path left = root.resolveSibling(root.getFileName() + "-left");
        try (MessageStore store = open(config(root))) {
            store.append(message("t", 0, 0, "whole", "KEYS\u0001k\u0002"));
            var last = store.append(message("t", 0, 0, "torn", "KEYS\u0001" + "k".repeat(600)));
            awaitDispatched(store);
            copyTree(root, left); // the machine dies
            Path file = config(left).commitLogDir().resolve("00000000000000000000");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                long end = appended(last) + 91 + 4 + 1 + 2 + 605 + 21;
                channel.write(ByteBuffer.allocate(512), end - 512); // a sector never got there
            }
        }

        try (MessageStore store = open(config(left))) {
            assertEquals(List.of("whole"), bodies(store, "t", 0, 0));
        }
    }
}
