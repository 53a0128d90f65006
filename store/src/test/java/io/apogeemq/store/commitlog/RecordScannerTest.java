package io.apogeemq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.HostAddress;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No bytes whatsoever get the scanner to throw, or to read beyond its limit. */
class RecordScannerTest {

    private static final HostAddress HOST = HostAddress.of(new byte[4], 1);

    private final RecordScanner scanner = new RecordScanner();

    private static ByteBuffer record(String body, String properties) {
        return record(body, properties, true);
    }

    private static ByteBuffer record(String body, String properties, boolean withCrc) {
        byte[] props = properties.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        RecordWriter writer = new RecordWriter(withCrc);
        writer.compose(
                new AppendRequest(
                        "topic",
                        3,
                        0,
                        0,
                        5,
                        HOST,
                        HOST,
                        0,
                        0,
                        bytes,
                        Crc31.of(bytes),
                        props,
                        0,
                        props.length),
                "topic".getBytes(StandardCharsets.UTF_8));
        ByteBuffer map = ByteBuffer.allocate(writer.recordBytes() + 100);
        writer.copyTo(map, 0, 9, 1000, 77);
        return map;
    }

    @Test
    void takesARecordApart() {
        ByteBuffer map =
                record("hello", "KEYS\u0001k\u0002TAGS\u0001größe\u0002DELAY\u00013\u0002");

        assertEquals(RecordCheck.VALID, scanner.inspect(map, 0, map.limit(), 1000, true));
        assertEquals("topic", scanner.topic());
        assertEquals(3, scanner.queueId());
        assertEquals(9, scanner.queueOffset());
        assertEquals(77, scanner.storeTimestamp());
        assertEquals("größe".hashCode(), scanner.tagHash());
        assertEquals(3, scanner.delayLevel());
    }

    @Test
    void tellsFillerNothingAndDamageApart() {
        ByteBuffer map = ByteBuffer.allocate(100);
        assertEquals(RecordCheck.EMPTY, scanner.inspect(map, 0, 100, 0, true));
        assertEquals(RecordCheck.EMPTY, scanner.inspect(map, 96, 100, 0, true));
        map.putInt(0, 100).putInt(4, RecordLayout.MAGIC_BLANK);
        assertEquals(RecordCheck.BLANK, scanner.inspect(map, 0, 100, 0, true));
        map.putInt(0, 99);
        assertEquals(RecordCheck.DAMAGED, scanner.inspect(map, 0, 100, 0, true));
    }

    @Property(tries = 2000)
    void neverThrowsOnFlippedBytes(@ForAll long seed) {
        Random random = new Random(seed);
        ByteBuffer map = record("body", "TAGS\u0001a\u0002");
        for (int i = 0; i <= random.nextInt(4); i++) {
            map.put(random.nextInt(map.limit()), (byte) random.nextInt());
        }

        RecordCheck check = scanner.inspect(map, 0, random.nextInt(map.limit()), 1000, true);

        assertNotEquals(null, check);
    }

    /** Of a small record, and of one whose parts are summed apart. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void seesEveryFlippedBitOfARecordWithAChecksum(int bodyLength) {
        ByteBuffer map = record("b".repeat(bodyLength), "KEYS\u0001k");
        assertEquals(RecordCheck.VALID, scanner.inspect(map, 0, map.limit(), 1000, true));
        int recordBytes = scanner.recordBytes();

        for (int bit = 0; bit < recordBytes * 8; bit++) {
            byte before = map.get(bit >> 3);
            map.put(bit >> 3, (byte) (before ^ 1 << (bit & 7)));
            RecordCheck check = scanner.inspect(map, 0, map.limit(), 1000, true);
            assertNotEquals(RecordCheck.VALID, check, "bit " + bit);
            map.put(bit >> 3, before);
        }
    }

    @Test
    void goesByTheBodyWhereThereIsNoOtherChecksum() {
        ByteBuffer map = record("hello", "KEYS\u0001k\u0002", false);
        assertEquals(RecordCheck.VALID, scanner.inspect(map, 0, map.limit(), 1000, true));

        map.put(RecordLayout.headerBytes(8, 8), (byte) 'j');

        assertEquals(RecordCheck.DAMAGED, scanner.inspect(map, 0, map.limit(), 1000, true));
    }

    /** The form that the peer writes: digits from the last to the first, behind everything summed. */
    @Test
    void writesTheChecksumAsTheLastProperty() {
        ByteBuffer map = record("hello", "KEYS\u0001k");
        scanner.inspect(map, 0, map.limit(), 1000, true);
        int summed = scanner.recordBytes() - 20;

        CRC32 crc = new CRC32();
        crc.update(map.array(), 0, summed);
        String digits = String.format(Locale.ROOT, "%010d", crc.getValue() & 0x7FFFFFFF);
        String expected =
                "KEYS\u0001k\u0002__CRC32#\u0001" + new StringBuilder(digits).reverse() + "\u0002";
        byte[] found = Arrays.copyOfRange(map.array(), summed - 7, summed + 20);
        assertEquals(expected, new String(found, StandardCharsets.UTF_8));
    }

    @Property
    void joinsTheChecksumsOfParts(@ForAll byte[] first, @ForAll byte[] second) {
        CRC32 whole = new CRC32();
        whole.update(first);
        whole.update(second);

        int joined = CrcShift.join(crcOf(first), CrcShift.behind(second.length), crcOf(second));

        assertEquals((int) whole.getValue(), joined);
    }

    private static int crcOf(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
