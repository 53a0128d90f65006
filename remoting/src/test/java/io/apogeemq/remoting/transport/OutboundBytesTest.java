package io.apogeemq.remoting.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.transport.EventLoops.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames on a socket that takes a part of them at a time. */
class OutboundBytesTest {
    private static final int FRAMES = 600;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<byte[]> sent = new ArrayList<>();
    private final List<ByteBuf> given = new ArrayList<>();
    private EventLoops loops;

    /** Changes every byte, as encryption does. */
    private static final class Flip extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ByteBuf in = (ByteBuf) message;
            ByteBuf out = context.alloc().directBuffer(in.readableBytes());
            while (in.isReadable()) {
                out.writeByte(~in.readByte());
            }
            in.release();
            context.write(out, promise);
        }
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"AUTO", "NIO"})
    void everyByteArrivesInOrderAndEveryBodyIsReleased(Transport transport) throws Exception {
        send(transport, false);
    }

    @Test
    void noByteGoesPastAHandlerThatChangesIt() throws Exception {
        send(Transport.AUTO, true);
    }

    private void send(Transport transport, boolean flips) throws Exception {
        System.out.println("seed " + seed);
        loops = new EventLoops("out", 1, transport);
        try (ServerSocket server = new ServerSocket()) {
            server.setReceiveBufferSize(16 * 1024);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ChannelConnection connection = connect(server.getLocalPort(), flips);
            try (Socket peer = server.accept()) {
                DataInputStream in = new DataInputStream(peer.getInputStream());
                int received = 0;
                while (received < FRAMES) { // sent while nothing is unsent, and while much is
                    for (int more = random.nextInt(60); more >= 0 && sent.size() < FRAMES; more--) {
                        connection.send(frame(sent.size()));
                    }
                    for (int more = random.nextInt(60);
                            more >= 0 && received < sent.size();
                            more--) {
                        receive(in, received++, flips);
                    }
                }
            }
            await().atMost(20, SECONDS)
                    .until(() -> given.stream().allMatch(body -> body.refCnt() == 0));
            connection.close();
        }
    }

    /** What a processor does at the end of a read, to make requests durable, comes before their answers. */
    @ParameterizedTest
    @ValueSource(ints = {2_000, 20_000})
    void noAnswerLeavesBeforeTheReadIsComplete(int bodyBytes) throws Exception {
        loops = new EventLoops("out", 1, Transport.AUTO);
        int requests = 100;
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<Integer> leftBefore = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AtomicReference<Socket> peer = new AtomicReference<>();
            RequestReceiver receiver =
                    new IdleReceiver() {
                        @Override
                        public void onRequest(RemotingCommand request, ChannelConnection from) {
                            answered.incrementAndGet();
                            from.send(
                                    RemotingCommand.response(
                                            0,
                                            null,
                                            fields -> {},
                                            Unpooled.directBuffer(bodyBytes).writeZero(bodyBytes)));
                        }

                        @Override
                        public void onReadComplete() {
                            try {
                                leftBefore.complete(peer.get().getInputStream().available());
                            } catch (IOException e) {
                                leftBefore.completeExceptionally(e);
                            }
                        }
                    };
            Channel channel = connect(server.getLocalPort(), false, false, receiver);
            try (Socket accepted = server.accept()) {
                peer.set(accepted);
                ByteBuf frames = Unpooled.buffer();
                for (int i = 0; i < requests; i++) {
                    new FrameEncoder().encode(RemotingCommand.request(i, fields -> {}), frames);
                }
                accepted.getOutputStream().write(frames.array(), 0, frames.writerIndex());
                channel.config().setAutoRead(true);

                assertEquals(0, leftBefore.get(20, SECONDS));
                assertTrue(answered.get() > 1, "answered in the first read: " + answered.get());
            }
        }
    }

    private ChannelConnection connect(int port, boolean flips) throws InterruptedException {
        return (ChannelConnection) connect(port, flips, true, new IdleReceiver()).pipeline().last();
    }

    private Channel connect(int port, boolean flips, boolean reads, RequestReceiver receiver)
            throws InterruptedException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new Bootstrap()
                .group(loops.group())
                .channel(loops.clientChannel())
                .option(ChannelOption.AUTO_READ, reads)
                .option(ChannelOption.SO_SNDBUF, 32 * 1024)
                .option(ChannelOption.ALLOCATOR, loops.allocator())
                .handler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                if (flips) {
                                    channel.pipeline().addLast(new Flip());
                                }
                                channel.pipeline()
                                        .addLast(
                                                new ChannelConnection(
                                                        channel,
                                                        address,
                                                        ConnectionOptions.DEFAULT,
                                                        receiver,
                                                        loops.ioThreadState(),
                                                        false));
                            }
                        })
                .connect(address)
                .sync()
                .channel();
    }

    /** A frame with a body of any size, in one or many pieces, in or out of the heap. */
    private RemotingCommand frame(int number) {
        int length =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(200);
                    case 2 -> random.nextInt(9_000);
                    default -> random.nextInt(200_000);
                };
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        sent.add(bytes);
        ByteBuf body =
                switch (random.nextInt(3)) {
                    case 0 -> Unpooled.buffer(length + 1).writeBytes(bytes);
                    case 1 -> Unpooled.directBuffer(length + 1).writeBytes(bytes);
                    default -> pieces(bytes);
                };
        given.add(body);
        return RemotingCommand.response(number, null, fields -> {}, body);
    }

    private ByteBuf pieces(byte[] bytes) {
        int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        return Unpooled.compositeBuffer()
                .addComponents(
                        true,
                        Unpooled.directBuffer(cut + 1).writeBytes(bytes, 0, cut),
                        Unpooled.directBuffer(bytes.length - cut + 1)
                                .writeBytes(bytes, cut, bytes.length - cut));
    }

    private void receive(DataInputStream in, int number, boolean flips) throws IOException {
        byte[] frame = new byte[readInt(in, flips)];
        in.readFully(frame);
        for (int i = 0; flips && i < frame.length; i++) {
            frame[i] = (byte) ~frame[i];
        }
        int headerBytes = ByteBuffer.wrap(frame).getInt(); // its first byte says 0: JSON
        String header = new String(frame, 4, headerBytes, StandardCharsets.UTF_8);
        assertTrue(header.contains("\"code\":" + number + ","), header);
        assertArrayEquals(
                sent.get(number), Arrays.copyOfRange(frame, 4 + headerBytes, frame.length));
    }

    private static int readInt(DataInputStream in, boolean flips) throws IOException {
        int value = in.readInt();
        return flips ? ~value : value;
    }
}
