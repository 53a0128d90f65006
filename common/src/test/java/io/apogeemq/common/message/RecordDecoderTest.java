package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.error.ErrorCategory;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Tests of {@link RecordDecoder} against {@link RecordEncoder}, the peer's bytes and garbage. */
class RecordDecoderTest {

    @Property(tries = 300)
    void everyRecordIsReadBack(
            @ForAll @AlphaChars @StringLength(min = 1, max = 200) String topic,
            @ForAll @Size(max = 100) byte[] body,
            @ForAll @LongRange(min = 0) long offset,
            @ForAll @IntRange(min = 0, max = 0xF) int sysFlag,
            @ForAll boolean isBornV6,
            @ForAll boolean isStoreV6) {
        MessageExt message = message(topic, body, offset, sysFlag, isBornV6, isStoreV6);

        byte[] record = RecordEncoder.encode(message);
        MessageExt read = RecordDecoder.decode(ByteBuffer.wrap(record));

        assertEquals(message, withoutHostBits(read, sysFlag));
        assertEquals(record.length, read.storedBytes());
        assertTrue(read.hasIntactBody());
        assertArrayEquals(record, RecordEncoder.encode(read));
    }

    @Property(tries = 300)
    void aDamagedRecordIsAnErrorOrAMessageNeverAnythingElse(
            @ForAll @IntRange(min = 0, max = 120) int position,
            @ForAll byte value,
            @ForAll @IntRange(min = 0, max = 130) int cutAt) {
        byte[] record = RecordEncoder.encode(message("topic", new byte[9], 7, 0, false, false));
        byte[] damaged = java.util.Arrays.copyOf(record, Math.min(cutAt, record.length));
        if (position < damaged.length) {
            damaged[position] = value;
        }
        ByteBuffer in = ByteBuffer.wrap(damaged);

        try {
            RecordDecoder.decode(in);
        } catch (RecordFormatException e) {
            assertEquals(0, in.position());
            assertTrue(e.getMessage().contains("field"));
        }
    }

    @Property(tries = 200)
    void garbageIsNeverReadWithoutAnError(@ForAll @Size(min = 1, max = 300) byte[] garbage) {
        assertThrows(RecordFormatException.class, () -> RecordDecoder.decodeAll(garbage));
    }

    @Test
    void aHugeBodyLengthIsRefusedBeforeAnythingIsAllocated() {
        byte[] record = RecordEncoder.encode(message("topic", new byte[9], 7, 0, false, false));
        ByteBuffer.wrap(record).putInt(RecordLayout.bodyLength(8, 8), Integer.MAX_VALUE);

        RecordFormatException e =
                assertThrows(RecordFormatException.class, () -> RecordDecoder.decodeAll(record));

        assertTrue(e.getMessage().contains("body: length '2147483647'"), e.getMessage());
        assertEquals(ErrorCategory.FAULT, e.category());
    }

    @Test
    void readsRecordsBackToBackInTheMiddleOfABuffer() {
        byte[] first = RecordEncoder.encode(message("a", "one".getBytes(UTF_8), 0, 0, false, true));
        byte[] second = RecordEncoder.encode(message("b", new byte[0], 9, 0, true, false));
        ByteBuffer in = ByteBuffer.allocateDirect(first.length + second.length + 20);
        in.position(10);
        in.put(first).put(second).flip().position(10);

        List<MessageExt> read = RecordDecoder.decodeAll(in);

        assertEquals(List.of("a", "b"), read.stream().map(MessageExt::topic).toList());
        assertEquals(in.limit(), in.position());
    }

    @Test
    void readsWhatThePeerWrote() throws IOException {
        List<MessageExt> messages = RecordDecoder.decodeAll(golden("pull-found-5.4.0.records"));

        MessageExt plain = messages.get(0);
        MessageExt compressed = messages.get(1);
        assertEquals("GoldenTopicJ5", plain.topic());
        assertEquals(1, plain.queueId());
        assertEquals(0x226, plain.physicalOffset());
        assertEquals("FD000000000000000000000000000002427930946E096DF74DC40002", plain.msgId());
        assertEquals("7F00000100002AB30000000000000226", plain.offsetMsgId());
        assertEquals(List.of("keyOne"), plain.keys());
        assertEquals(Optional.of("TagA"), plain.tags());
        assertArrayEquals("oneway".getBytes(UTF_8), plain.body());
        assertTrue(plain.hasIntactBody());
        assertTrue(compressed.isCompressed());
        assertEquals(CompressionType.ZLIB, SysFlag.compressionType(compressed.sysFlag()));
        assertTrue(compressed.hasIntactBody());
        assertFalse(compressed.withPlainBody(new byte[] {1}).isCompressed());
    }

    static byte[] golden(String name) throws IOException {
        try (InputStream in = RecordDecoderTest.class.getResourceAsStream("/golden/" + name)) {
            return in.readAllBytes();
        }
    }

    private static MessageExt withoutHostBits(MessageExt message, int sysFlag) {
        return new MessageExt(
                message.topic(),
                message.queueId(),
                message.queueOffset(),
                message.physicalOffset(),
                message.flag(),
                sysFlag,
                message.bornTimestamp(),
                message.bornHost(),
                message.storeTimestamp(),
                message.storeHost(),
                message.reconsumeTimes(),
                message.preparedTransactionOffset(),
                message.bodyCrc(),
                message.body(),
                message.properties(),
                0);
    }

    private static MessageExt message(
            String topic,
            byte[] body,
            long offset,
            int sysFlag,
            boolean isBornV6,
            boolean isStoreV6) {
        return new MessageExt(
                topic,
                3,
                offset / 2,
                offset,
                -5,
                sysFlag,
                1_700_000_000_000L,
                host(isBornV6, 4711),
                1_700_000_000_001L,
                host(isStoreV6, 10911),
                2,
                offset / 3,
                MessageExt.crcOf(body),
                body,
                MessageProperties.builder().put("KEYS", "k1 k2").build(),
                0);
    }

    private static InetSocketAddress host(boolean isV6, int port) {
        byte[] address = new byte[isV6 ? 16 : 4];
        address[0] = 32;
        address[address.length - 1] = 1;
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
