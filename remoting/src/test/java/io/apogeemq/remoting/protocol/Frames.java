package io.apogeemq.remoting.protocol;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.FrameDecoder;
import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.HeaderLayouts;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.command.SerializeType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Frames for tests: recorded ones, and headers sent through the real encoder and decoder. */
final class Frames {

    static final int MOST_BYTES = 16 << 20;

    private Frames() {}

    /** The frame of {@code golden/<name>.bin}. */
    static RemotingCommand golden(String name) {
        try (InputStream in = Frames.class.getResourceAsStream("/golden/" + name + ".bin")) {
            return new FrameDecoder(MOST_BYTES, new HeaderLayouts())
                    .decode(Unpooled.wrappedBuffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The recorded frames of one kind, requests or responses, by name. */
    static List<String> goldenNames(String kind) {
        try (Stream<Path> files = Files.list(Path.of(goldenFolder().toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith("." + kind + ".bin"))
                    .map(file -> file.substring(0, file.length() - ".bin".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL goldenFolder() {
        return Frames.class.getResource("/golden");
    }

    /** What arrives when a response with this header is sent in this encoding. */
    static RemotingCommand overTheWire(CommandHeader header, SerializeType encoding) {
        RemotingCommand response = RemotingCommand.response(0, null, header);
        response.answer(1, encoding);
        ByteBuf frame = Unpooled.buffer();
        new FrameEncoder().encode(response, frame);
        return new FrameDecoder(MOST_BYTES, new HeaderLayouts()).decode(frame);
    }
}
