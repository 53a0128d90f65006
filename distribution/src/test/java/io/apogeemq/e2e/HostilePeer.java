package io.apogeemq.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connections to one port that do not keep to the protocol. Confined to the test's thread. */
final class HostilePeer implements AutoCloseable {
    private static final int JSON = 0;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final InetSocketAddress target;
    private final Random random;
    private final List<SocketChannel> open = new ArrayList<>();

    HostilePeer(int port, long seed) {
        this.target = new InetSocketAddress("127.0.0.1", port);
        this.random = new Random(seed);
    }

    /** Random bytes, each time on a connection of its own. */
    void sendGarbage(int connections) {
        for (int i = 0; i < connections; i++) {
            byte[] garbage = new byte[1 + random.nextInt(4000)];
            random.nextBytes(garbage);
            sendAndLeave(ByteBuffer.wrap(garbage));
        }
    }

    /** Beginnings of a good frame; half of the connections stay open and say nothing more. */
    void sendHalfFrames(int connections) {
        byte[] frame = frame("{\"code\":105,\"opaque\":1,\"extFields\":{\"topic\":\"t\"}}");
        for (int i = 0; i < connections; i++) {
            ByteBuffer half = ByteBuffer.wrap(frame, 0, 1 + random.nextInt(frame.length - 1));
            if (i % 2 == 0) {
                sendAndLeave(half);
            } else {
                sendAndStay(half);
            }
        }
    }

    /** Frames whose lengths are negative, enormous, or contradict each other. */
    void sendWrongLengths() {
        int[] lengths = {
            Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 3, 17 << 20, 1 << 30, 16 << 20
        };
        for (int total : lengths) {
            for (int header : new int[] {0, 10, 0xFFFFFF, total & 0xFFFFFF}) {
                ByteBuffer bytes = ByteBuffer.allocate(64);
                bytes.putInt(total).putInt(JSON << 24 | header).position(64).flip();
                sendAndStay(bytes);
            }
        }
    }

    /** Good frames around headers that are none. */
    void sendWrongHeaders() {
        String[] headers = {
            "",
            "{",
            "[]",
            "null",
            "{\"code\":\"x\"}",
            "{\"code\":99999}",
            "{\"code\":10}",
            "{\"code\":310,\"extFields\":{\"e\":\"-1\",\"i\":\"x\"}}",
            "{\"code\":11,\"extFields\":{\"queueId\":\"2147483648\"}}",
            "{\"code\":34}",
            "{\"code\":103,\"extFields\":{\"brokerName\":\"\\u0000\"}}",
            "{\"a\":".repeat(5000)
        };
        for (String header : headers) {
            sendAndStay(ByteBuffer.wrap(frame(header)));
        }
    }

    /**
     * Asks the same question as often as the server takes it within the time, and never reads an
     * answer.
     *
     * @return how many questions were sent
     */
    int askWithoutReading(String header, Duration time) {
        byte[] question = frame(header);
        ByteBuffer many = ByteBuffer.allocate(question.length * 100);
        for (int i = 0; i < 100; i++) {
            many.put(question);
        }
        try {
            SocketChannel channel = connect();
            channel.configureBlocking(false);
            long sent = 0;
            long deadline = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < deadline) {
                many.flip();
                many.position((int) (sent % many.limit()));
                int taken = channel.write(many);
                sent += taken;
                many.position(many.limit());
                if (taken == 0) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            return (int) (sent / question.length);
        } catch (IOException e) {
            return 0; // The server has closed the connection, which is its right.
        }
    }

    private static byte[] frame(String header) {
        byte[] bytes = header.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + bytes.length)
                .putInt(4 + bytes.length)
                .putInt(JSON << 24 | bytes.length)
                .put(bytes)
                .array();
    }

    private void sendAndLeave(ByteBuffer bytes) {
        try (SocketChannel channel = connect()) {
            write(channel, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + target, e);
        }
    }

    private void sendAndStay(ByteBuffer bytes) {
        try {
            write(connect(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to " + target, e);
        }
    }

    private static void write(SocketChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // The server has closed the connection, which is its right.
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(target);
        open.add(channel);
        return channel;
    }

    @Override
    public void close() {
        for (SocketChannel channel : open) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a connection to " + target, e);
            }
        }
    }
}
