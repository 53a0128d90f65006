package io.apogeemq.remoting.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Heads and bodies of which a socket has taken a part. */
class OutboundBatchTest {
    private static final String ALL = "abcDEFghIJKLm";

    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
    private final List<ByteBuf> bodies = new ArrayList<>();

    @Test
    void theChannelGetsWhatTheSocketDidNotTake() {
        OutboundBatch batch = new OutboundBatch(allocator);
        for (int written = 0; written <= ALL.length(); written++) {
            fill(batch);
            assertEquals(ALL.length(), batch.size());
            EmbeddedChannel channel = new EmbeddedChannel();

            int buffers = batch.handTo(channel, written);
            batch.clear();
            channel.flush();

            assertEquals(buffers, channel.outboundMessages().size());
            StringBuilder rest = new StringBuilder();
            for (ByteBuf part; (part = channel.readOutbound()) != null; part.release()) {
                rest.append(part.toString(StandardCharsets.US_ASCII));
            }
            assertEquals(ALL.substring(written), rest.toString());
            for (ByteBuf body : bodies) {
                assertEquals(0, body.refCnt());
            }
        }
        batch.release();
        assertEquals(0, allocator.pinnedDirectMemory());
    }

    private void fill(OutboundBatch batch) {
        write(batch, "abc");
        add(batch, "DEF");
        write(batch, "gh");
        add(batch, "IJKL");
        write(batch, "m");
    }

    private static void write(OutboundBatch batch, String text) {
        batch.bytes().writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private void add(OutboundBatch batch, String text) {
        ByteBuf body = Unpooled.directBuffer();
        body.writeCharSequence(text, StandardCharsets.US_ASCII);
        bodies.add(body);
        batch.addBody(body);
    }
}
