package io.apogeemq.broker;

import io.apogeemq.remoting.command.FrameDecoder;
import io.apogeemq.remoting.command.HeaderLayouts;
import io.apogeemq.remoting.command.RemotingCommand;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frames recorded from the peer: requests to send again, answers to compare ours with. */
public final class RecordedFrames {
    private static final int MOST_BYTES = 16 << 20;
    private static final Pattern MEMBER = Pattern.compile("\"([^\"]+)\":");

    private RecordedFrames() {}

    /** The recorded request as one that can be sent. */
    public static RemotingCommand request(String name) {
        RemotingCommand recorded = frame(name + ".req");
        return RemotingCommand.request(recorded.code(), recorded.fields(), recorded.bodyBytes());
    }

    /** The recorded answer. */
    public static RemotingCommand response(String name) {
        return frame(name + ".resp");
    }

    /** The names of all members of a JSON body, at any depth. */
    public static SortedSet<String> memberNames(byte[] json) {
        SortedSet<String> names = new TreeSet<>();
        Matcher matcher = MEMBER.matcher(new String(json, StandardCharsets.UTF_8));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static RemotingCommand frame(String name) {
        try (InputStream in =
                RemotingCommand.class.getResourceAsStream("/golden/" + name + ".bin")) {
            return new FrameDecoder(MOST_BYTES, new HeaderLayouts())
                    .decode(Unpooled.wrappedBuffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
