package io.apogeemq.broker.send;

import io.apogeemq.remoting.command.FrameDecoder;
import io.apogeemq.remoting.command.HeaderLayouts;
import io.apogeemq.remoting.command.RemotingCommand;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.TreeSet;

/**
 * A recorded request of a peer's client and the answer that its broker gave, and the same request
 * sent to ours over a plain socket.
 */
record GoldenReply(byte[] request, int code, int version, Set<String> fieldNames) {
    private static final int TIMEOUT_MILLIS = 20_000;

    static GoldenReply read(String name) {
        try {
            return of(resource(name + ".req.bin"), resource(name + ".resp.bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GoldenReply.class.getResourceAsStream("/golden/" + name)) {
            return in.readAllBytes();
        }
    }

    private static GoldenReply of(byte[] request, byte[] response) {
        RemotingCommand command =
                new FrameDecoder(response.length, new HeaderLayouts())
                        .decode(Unpooled.wrappedBuffer(response));
        Set<String> names = new TreeSet<>();
        command.fields().forEach((name, value) -> names.add(name));
        return new GoldenReply(request, command.code(), command.version(), names);
    }

    /** Our answer to the same bytes, in the header encoding of the request. */
    GoldenReply replay(String address) {
        String[] hostAndPort = address.split(":");
        try (Socket socket = new Socket(hostAndPort[0], Integer.parseInt(hostAndPort[1]))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            byte[] frame = new byte[4 + length];
            ByteBuffer.wrap(frame).putInt(length);
            in.readFully(frame, 4, length);
            return of(request, frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
