package io.apogeemq.namesrv;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A peer that sends bytes as they are, over a plain socket. */
final class RawPeer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawPeer(int port) throws IOException {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** A recorded frame of the peer, from the first length byte to the last of the body. */
    static byte[] golden(String name) {
        try (InputStream in = RawPeer.class.getResourceAsStream("/golden/" + name + ".bin")) {
            if (in == null) {
                throw new AssertionError("no recorded frame '" + name + "'");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A frame with a JSON header. */
    static byte[] frame(String jsonHeader, byte[] body) {
        byte[] header = jsonHeader.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + header.length + body.length)
                .putInt(4 + header.length + body.length)
                .putInt(header.length)
                .put(header)
                .put(body)
                .array();
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next frame, split. */
    Frame receive() throws IOException {
        byte[] rest = new byte[in.readInt()];
        in.readFully(rest);
        return Frame.of(rest);
    }

    Frame call(byte[] request) throws IOException {
        send(request);
        return receive();
    }

    /** Waits until the server closes; false when it sends something instead. */
    boolean isClosedByTheServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A frame with a JSON header. */
    record Frame(String header, String body) {
        /** Of everything behind the first length. */
        static Frame of(byte[] rest) {
            int headerLength = ByteBuffer.wrap(rest).getInt() & 0xFF_FFFF;
            return new Frame(
                    new String(rest, 4, headerLength, UTF_8),
                    new String(Arrays.copyOfRange(rest, 4 + headerLength, rest.length), UTF_8));
        }

        /** Of a whole recorded frame. */
        static Frame ofRecorded(byte[] frame) {
            return of(Arrays.copyOfRange(frame, 4, frame.length));
        }
    }
}
