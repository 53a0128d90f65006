package io.apogeemq.remoting.protocol;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.FrameDecoder;
import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.command.SerializeType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Frames for tests: recorded ones, and headers sent through the real encoder and decoder. */
final class Frames {

    static final int MOST_BYTES = 16 << 20;

    private Frames() {}

    /** The frame of {@code golden/<name>.bin}. */
    static RemotingCommand golden(String name) {
        try (InputStream in = Frames.class.getResourceAsStream("/golden/" + name + ".bin")) {
            return new FrameDecoder(MOST_BYTES).decode(Unpooled.wrappedBuffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What arrives when a response with this header is sent in this encoding. */
    static RemotingCommand overTheWire(CommandHeader header, SerializeType encoding) {
        RemotingCommand response = RemotingCommand.response(0, null, header);
        response.answer(1, encoding);
        ByteBuf frame = Unpooled.buffer();
        new FrameEncoder().encode(response, frame);
        return new FrameDecoder(MOST_BYTES).decode(frame);
    }
}
