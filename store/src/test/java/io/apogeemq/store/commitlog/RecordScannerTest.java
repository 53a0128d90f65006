package io.apogeemq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.HostAddress;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** No bytes whatsoever get the scanner to throw, or to read beyond its limit. */
class RecordScannerTest {

    private static final HostAddress HOST = HostAddress.of(new byte[4], 1);

    private final RecordScanner scanner = new RecordScanner();

    private static ByteBuffer record(String body, String properties) {
        byte[] props = properties.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        RecordWriter writer = new RecordWriter();
        writer.compose(
                "topic".getBytes(StandardCharsets.UTF_8),
                3,
                0,
                0,
                5,
                HOST,
                HOST,
                0,
                0,
                bytes.remaining(),
                Crc31.of(bytes),
                props.length);
        ByteBuffer map = ByteBuffer.allocate(writer.recordBytes() + 100);
        writer.copyTo(map, 0, 9, 1000, 77, bytes, props, 0);
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
}
