package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.error.ErrorCategory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Tests of {@link BatchEncoder} and {@link BatchDecoder}. */
class BatchTest {

    @Property(tries = 200)
    void everyBatchIsReadBack(@ForAll @Size(max = 8) List<byte[]> bodies, @ForAll int flag) {
        List<Message> messages = new ArrayList<>();
        for (byte[] body : bodies) {
            messages.add(Message.builder("T").body(body).flag(flag).keys("k" + flag).build());
        }

        assertEquals(messages, readAll(BatchEncoder.encode(messages)));
    }

    @Property(tries = 500)
    void aDamagedBatchIsAnErrorOfTheCallerOrABatch(
            @ForAll @IntRange(min = 0, max = 80) int position,
            @ForAll byte value,
            @ForAll @IntRange(min = 1, max = 80) int cutAt) {
        Message message = Message.builder("T").body("body").tags("tag").build();
        byte[] batch = BatchEncoder.encode(List.of(message, message));
        byte[] damaged = java.util.Arrays.copyOf(batch, Math.min(cutAt, batch.length));
        if (position < damaged.length) {
            damaged[position] = value;
        }

        try {
            assertTrue(readAll(damaged).size() <= 3);
        } catch (RecordFormatException e) {
            assertEquals(ErrorCategory.CALLER, e.category());
        }
    }

    @Test
    void readsWhatThePeerSent() throws IOException {
        byte[] batch = RecordDecoderTest.golden("send-batch-5.4.0.batch");

        List<Message> messages = readAll(batch);

        assertEquals(3, messages.size());
        assertArrayEquals("batch2".getBytes(UTF_8), messages.get(2).body());
        assertEquals(List.of("bk2"), messages.get(2).keys());
        assertArrayEquals(batch, BatchEncoder.encode(messages));
    }

    @Test
    void positionsAreIndexesIntoTheWholeBuffer() {
        byte[] batch = BatchEncoder.encode(List.of(Message.of("T", "xyz".getBytes(UTF_8))));
        ByteBuffer in = ByteBuffer.allocate(batch.length + 7).position(7).put(batch).position(7);

        BatchDecoder decoder = new BatchDecoder(in);

        assertTrue(decoder.next());
        assertEquals(27, decoder.bodyPosition());
        assertEquals(3, decoder.bodyLength());
        assertEquals(7, in.position());
    }

    @Test
    void refusesPropertiesThatNoRecordHolds() {
        Message message = Message.builder("T").property("p", "v".repeat(33_000)).build();

        assertThrows(RecordFormatException.class, () -> BatchEncoder.encode(List.of(message)));
    }

    private static List<Message> readAll(byte[] batch) {
        List<Message> messages = new ArrayList<>();
        BatchDecoder decoder = new BatchDecoder(ByteBuffer.wrap(batch));
        while (decoder.next()) {
            messages.add(
                    Message.builder("T")
                            .body(decoder.body())
                            .flag(decoder.flag())
                            .build()
                            .withProperties(decoder.properties()));
        }
        return messages;
    }
}
