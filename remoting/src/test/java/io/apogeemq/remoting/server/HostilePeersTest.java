package io.apogeemq.remoting.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.client.ClientConfig;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.FrameDecoder;
import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.HeaderLayouts;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.transport.ConnectionOptions;
import io.apogeemq.remoting.transport.EventLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server under peers that misbehave: it stays up, and well-behaved clients notice nothing. */
class HostilePeersTest {
    private static final int ECHO = 1000;
    private static final int BIG = 1001;
    private static final int NEVER = 1002;
    private static final int BIG_BYTES = 256 * 1024;
    private static final int MOST_FRAME_BYTES = 16 * 1024 * 1024;

    private final EventLoops loops = new EventLoops("test-io", 2, EventLoops.Transport.AUTO);
    private final AtomicInteger bigAnswers = new AtomicInteger();
    private RemotingServer server;
    private RemotingClient client;

    @BeforeEach
    void start() {
        ProcessorTable processors =
                ProcessorTable.builder()
                        .on(
                                ECHO,
                                (request, reply) -> reply.send(RemotingCommand.response(0, "here")))
                        .on(
                                BIG,
                                (request, reply) -> {
                                    bigAnswers.incrementAndGet();
                                    reply.send(
                                            RemotingCommand.response(
                                                    0,
                                                    null,
                                                    CommandHeader.EMPTY,
                                                    new byte[BIG_BYTES]));
                                })
                        .on(NEVER, (request, reply) -> {})
                        .build();
        ServerConfig config =
                new ServerConfig(
                        "127.0.0.1",
                        List.of(0),
                        20,
                        new InFlightLimits(10, 100),
                        new ConnectionOptions(
                                MOST_FRAME_BYTES, Duration.ofSeconds(2), 1000, 1024 * 1024));
        server = new RemotingServer(config, loops, processors, ConnectionListener.NONE);
        server.start();
        client =
                new RemotingClient(
                        ClientConfig.DEFAULT, loops, ProcessorTable.NONE, ConnectionListener.NONE);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        loops.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private RemotingCommand call(int code) throws Exception {
        return client.call(
                        "127.0.0.1:" + server.port(),
                        RemotingCommand.request(code, CommandHeader.EMPTY),
                        Duration.ofSeconds(20))
                .get(20, SECONDS);
    }

    private void assertStillServes() throws Exception {
        RemotingCommand response = call(ECHO);
        assertEquals("here", response.remark());
        response.release();
    }

    private static byte[] frame(int code, int opaque) {
        RemotingCommand request = RemotingCommand.request(code, CommandHeader.EMPTY);
        request.assignOpaque(opaque);
        ByteBuf frame = Unpooled.buffer();
        new FrameEncoder().encode(request, frame);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }

    private static boolean isClosedByPeer(Socket socket) throws IOException {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                continue; // an answer that was on its way
            }
            return true;
        } catch (SocketException e) {
            return true; // reset
        }
    }

    @Test
    void closesTheConnectionThatSendsGarbageAndNoOther() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            try (Socket socket = connect()) {
                byte[] garbage = new byte[64 + random.nextInt(4096)];
                random.nextBytes(garbage);
                garbage[4] =
                        7; // no such header encoding: can't be taken for the start of a long frame
                socket.getOutputStream().write(garbage);
                assertTrue(isClosedByPeer(socket));
            }
            assertStillServes();
        }
    }

    @Test
    void closesTheConnectionThatAnnouncesAGiantFrame() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(16).array());
            assertTrue(isClosedByPeer(socket));
        }
        assertStillServes();
    }

    @Test
    void readsAFrameThatComesByteByByte() throws Exception {
        try (Socket socket = connect()) {
            for (byte b : frame(ECHO, 77)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
            assertEquals(77, readFrame(socket).opaque());
        }
    }

    @Test
    void closesAConnectionThatStopsInTheMiddleOfAFrame() throws Exception {
        try (Socket socket = connect()) {
            byte[] frame = frame(ECHO, 1);
            socket.getOutputStream().write(frame, 0, frame.length / 2);
            assertTrue(isClosedByPeer(socket)); // after the idle time
        }
        assertStillServes();
    }

    @Test
    void stopsReadingFromAPeerThatLeavesItsAnswersUnreadThenClosesIt() throws Exception {
        try (Socket socket = connect()) {
            int wanted = 500;
            for (int i = 0; i < wanted; i++) {
                socket.getOutputStream().write(frame(BIG, i));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> server.connections() == 0);
            assertTrue(
                    bigAnswers.get() < wanted / 4,
                    bigAnswers.get() + " answers were made for nobody");
        }
        assertStillServes();
    }

    @Test
    void tellsAPeerWithTooManyOpenRequestsThatItIsBusy() throws Exception {
        try (Socket socket = connect()) {
            for (int i = 0; i < 11; i++) {
                socket.getOutputStream().write(frame(NEVER, i));
            }
            RemotingCommand refusal = readFrame(socket);

            assertEquals(10, refusal.opaque());
            assertEquals(ResponseCode.SYSTEM_BUSY, refusal.code());
            assertTrue(refusal.remark().startsWith("[OVERLOAD]"), refusal.remark());
            assertStillServes();
        }
    }

    @Test
    void closesConnectionsBeyondTheLimitAtOnce() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                sockets.add(connect());
            }
            await().until(() -> server.connections() == 20);
            Socket oneTooMany = connect();
            sockets.add(oneTooMany);
            assertTrue(isClosedByPeer(oneTooMany));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await().until(() -> server.connections() == 0);
        assertStillServes();
    }

    @Test
    void sendsNewRequestsAwayWhileItDrainsAndFinishesTheOldOnes() throws Exception {
        CompletableFuture<RemotingCommand> open =
                client.call(
                        "127.0.0.1:" + server.port(),
                        RemotingCommand.request(NEVER, CommandHeader.EMPTY),
                        Duration.ofSeconds(20));
        await().until(() -> server.inFlight() == 1);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(frame(ECHO, 1));
            assertEquals(0, readFrame(socket).code());

            server.drain(Duration.ofMillis(50));

            socket.getOutputStream().write(frame(ECHO, 2));
            assertEquals(ResponseCode.GO_AWAY, readFrame(socket).code());
        }
        assertEquals(false, open.isDone());
    }

    private static RemotingCommand readFrame(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] length = in.readNBytes(4);
        byte[] rest = in.readNBytes(ByteBuffer.wrap(length).getInt());
        return new FrameDecoder(MOST_FRAME_BYTES, new HeaderLayouts())
                .decode(Unpooled.wrappedBuffer(length, rest));
    }
}
