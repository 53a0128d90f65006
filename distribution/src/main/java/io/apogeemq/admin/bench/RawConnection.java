package io.apogeemq.admin.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A blocking socket that writes patched frames and walks over the response frames it reads.
 *
 * <p>Threads: one that writes and one that reads; they may be the same.
 */
final class RawConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final byte[] CODE = "{\"code\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OPAQUE = "\"opaque\":".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
    private int frameAt; // of the frame that nextFrame found
    private int frameEnd;

    RawConnection(InetSocketAddress broker) throws IOException {
        channel = SocketChannel.open(broker);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Where frames are put before {@link #send}. */
    ByteBuffer out() {
        return out;
    }

    /** True if a frame of this size fits before the next {@link #send}. */
    boolean hasRoom(int frameBytes) {
        return out.remaining() >= frameBytes;
    }

    void send() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    /** Waits until more bytes have arrived. */
    void receive() throws IOException {
        in.compact();
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocateDirect(in.capacity() * 2).put(in.flip());
        }
        int read = channel.read(in);
        in.flip();
        if (read < 0) {
            throw new EOFException("the broker closed the connection");
        }
    }

    /** Moves to the next whole frame that was received; false when there is none. */
    boolean nextFrame() {
        int start = in.position();
        if (in.remaining() < 8 || in.remaining() < 4 + in.getInt(start)) {
            return false;
        }
        frameAt = start;
        frameEnd = start + 4 + in.getInt(start);
        in.position(frameEnd);
        return true;
    }

    /** Response code of the frame. */
    int code() {
        return (int) number(frameAt + 8 + CODE.length);
    }

    /** Opaque of the frame. */
    int opaque() {
        return (int) field(OPAQUE, 0);
    }

    /** A number among the named fields of the frame's header, or -1. */
    long field(String name) {
        return field(("\"" + name + "\":\"").getBytes(StandardCharsets.US_ASCII), -1);
    }

    /** Where the body of the frame starts in {@link #in}. */
    int bodyAt() {
        return frameAt + 8 + (in.getInt(frameAt + 4) & 0xFFFFFF);
    }

    int bodyEnd() {
        return frameEnd;
    }

    ByteBuffer in() {
        return in;
    }

    /** The header's text, for error messages. */
    String header() {
        byte[] text = new byte[in.getInt(frameAt + 4) & 0xFFFFFF];
        in.get(frameAt + 8, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private long field(byte[] name, long ifAbsent) {
        int end = bodyAt() - name.length;
        for (int i = frameAt + 8; i < end; i++) {
            if (matches(i, name)) {
                return number(i + name.length);
            }
        }
        return ifAbsent;
    }

    private boolean matches(int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (in.get(at + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private long number(int at) {
        long value = 0;
        for (int i = at; in.get(i) >= '0' && in.get(i) <= '9'; i++) {
            value = value * 10 + in.get(i) - '0';
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
