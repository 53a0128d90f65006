package io.apogeemq.remoting.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.RemotingCommand;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A stream of frames that is cut anywhere. */
class ReceivedBytesTest {

    private static final int READ_BYTES = 64 * 1024;

    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true);
    private final List<RemotingCommand> kept = new ArrayList<>();
    private int handled;
    private boolean keeps;

    private final class Receiver extends IdleReceiver {
        @Override
        public void onRequest(RemotingCommand request, ChannelConnection connection) {
            assertEquals(handled++, request.code());
            for (int i = 0; i < request.body().readableBytes(); i += 97) {
                assertEquals((byte) (request.code() + i), request.body().getByte(i));
            }
            if (keeps) {
                kept.add(request.detach());
            }
        }
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        channel.pipeline()
                .addLast(
                        new ChannelConnection(
                                channel,
                                InetSocketAddress.createUnresolved("peer", 1),
                                ConnectionOptions.DEFAULT,
                                new Receiver(),
                                new IoThreadState(allocator),
                                true));
        return channel;
    }

    private static void appendFrame(int code, int bodyBytes, ByteBuf out) {
        byte[] body = new byte[bodyBytes];
        for (int i = 0; i < bodyBytes; i++) {
            body[i] = (byte) (code + i);
        }
        new FrameEncoder().encode(RemotingCommand.request(code, fields -> {}, body).oneway(), out);
    }

    private void receive(EmbeddedChannel channel, ByteBuf stream, int bytes) {
        channel.writeInbound(allocator.buffer(bytes).writeBytes(stream, bytes));
    }

    @Test
    void keepsNoMoreThanTheFrameThatHasBegun() {
        EmbeddedChannel channel = channel();
        ByteBuf stream = Unpooled.buffer();
        long most = 0;
        for (int code = 0; code < 10_000; ) {
            while (stream.readableBytes() <= READ_BYTES) {
                appendFrame(code++, 5_000, stream);
            }
            receive(channel, stream, READ_BYTES); // never ends with a frame
            stream.discardReadBytes();
            most = Math.max(most, pinnedBytes());
        }

        assertTrue(handled > 9_900, "handled " + handled);
        assertTrue(most <= 4 * READ_BYTES, "so many bytes were kept: " + most);
        channel.close();
        assertEquals(0, pinnedBytes());
    }

    @Test
    void findsEveryFrameWhereverTheStreamIsCut() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        EmbeddedChannel channel = channel();
        keeps = true;
        ByteBuf stream = Unpooled.buffer();
        int[] lengths = new int[2_000];
        for (int code = 0; code < lengths.length; code++) {
            lengths[code] =
                    switch (random.nextInt(10)) {
                        case 0 -> 0;
                        case 1 -> random.nextInt(200_000);
                        default -> random.nextInt(500);
                    };
            appendFrame(code, lengths[code], stream);
        }
        while (stream.isReadable()) {
            int most = random.nextInt(3) == 0 ? 12 : READ_BYTES;
            receive(channel, stream, Math.min(stream.readableBytes(), 1 + random.nextInt(most)));
        }

        assertEquals(lengths.length, handled);
        for (RemotingCommand command : kept) { // what was kept is as it was when it came
            assertEquals(lengths[command.code()], command.body().readableBytes());
            for (int i = 0; i < command.body().readableBytes(); i++) {
                assertEquals((byte) (command.code() + i), command.body().getByte(i));
            }
            command.release();
        }
        channel.close();
        assertEquals(0, pinnedBytes());
    }

    private long pinnedBytes() {
        return allocator.pinnedDirectMemory() + allocator.pinnedHeapMemory();
    }
}
