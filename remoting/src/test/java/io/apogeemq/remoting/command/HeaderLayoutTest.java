package io.apogeemq.remoting.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** A header that is known by its layout reads as if it had been parsed. */
class HeaderLayoutTest {
    private static final int MOST_FRAME_BYTES = 1 << 20;
    private static final String MARKS = "\"\\{}[]:,01239-.eEnulltrueABfz \u00e9";

    private static final String PULL =
            "{\"code\":11,\"extFields\":{\"consumerGroup\":\"g\",\"queueId\":3,\"queueOffset\":\"%s\","
                    + "\"%s\":\"%s\",\"none\":null},\"flag\":0,\"language\":\"JAVA\",\"opaque\":%s,"
                    + "\"serializeTypeCurrentRPC\":\"JSON\",\"version\":493}";

    private final HeaderLayouts layouts = new HeaderLayouts();
    private final FrameDecoder decoder = new FrameDecoder(MOST_FRAME_BYTES, layouts);

    @Property
    void aChangedHeaderReadsAsWithoutMemory(
            @ForAll("fields") Map<String, String> fields, @ForAll int opaque, @ForAll long seed) {
        RemotingCommand command =
                RemotingCommand.response(7, "remark", out -> fields.forEach(out::put));
        command.answer(opaque, SerializeType.JSON);
        ByteBuf frame = Unpooled.buffer();
        new FrameEncoder().encode(command, frame);
        byte[] original = new byte[frame.readableBytes()];
        frame.readBytes(original);
        Random random = new Random(seed);

        for (int i = 0; i < 50; i++) {
            byte[] changed = changed(original, random);
            String expected =
                    reading(new FrameDecoder(MOST_FRAME_BYTES, new HeaderLayouts()), changed);

            reading(decoder, original); // known from the second time on
            assertEquals(expected, reading(decoder, changed));
            assertEquals(expected, reading(decoder, changed));
        }
    }

    private static byte[] changed(byte[] original, Random random) {
        byte[] changed = original.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at =
                    FrameDecoder.PREFIX_BYTES
                            + random.nextInt(original.length - FrameDecoder.PREFIX_BYTES);
            changed[at] =
                    random.nextInt(10) == 0
                            ? (byte) random.nextInt()
                            : (byte) MARKS.charAt(random.nextInt(MARKS.length()));
        }
        return changed;
    }

    private static String reading(FrameDecoder decoder, byte[] frame) {
        RemotingCommand command;
        try {
            command = decoder.decode(Unpooled.wrappedBuffer(frame));
        } catch (CorruptFrameException e) {
            return e.getMessage().replaceAll(" at byte .*", "");
        }
        List<String> names = new ArrayList<>();
        command.fields().forEach((name, value) -> names.add(name));
        StringBuilder values = new StringBuilder();
        for (String name : names) {
            values.append(command.fields().stringOrNull(name)).append('|');
        }
        return command
                + " flag "
                + command.flag()
                + " version "
                + command.version()
                + " language "
                + command.language()
                + " fields "
                + command.fields()
                + " by name "
                + values
                + " kept "
                + command.detach().fields();
    }

    @Provide
    Arbitrary<Map<String, String>> fields() {
        Arbitrary<String> texts =
                Arbitraries.oneOf(
                        Arbitraries.strings()
                                .withChars("abAB01-\u00e9\u4e2d\"\\\n\1\2")
                                .ofMaxLength(12),
                        Arbitraries.longs().map(String::valueOf),
                        Arbitraries.of("true", "false", "null"));
        Arbitrary<String> names =
                Arbitraries.frequencyOf(
                        Tuple.of(20, Arbitraries.strings().withCharRange('a', 'f').ofMaxLength(4)),
                        Tuple.of(1, Arbitraries.strings().withChars("a\"\\\1").ofMaxLength(3)));
        return Arbitraries.maps(names, texts).ofMaxSize(12);
    }

    @Test
    void aHeaderIsKnownWhateverItsValues() {
        read(PULL.formatted("1000", "topic", "a\\u0001b", "17"));

        assertKnown(PULL.formatted("1000", "topic", "a\\u0001b", "17"));
        assertKnown(PULL.formatted("2387", "topic", "c\\u0001d", "98"));
        assertKnown(PULL.formatted("\u00e9  ", "topic", "a\\u0001b", "98"));

        assertUnknown(PULL.formatted("2387", "topis", "c\\u0001d", "98"));
        assertUnknown(PULL.formatted("2387", "topic", "c\\u0002d", "98"));
        assertUnknown(PULL.formatted("2387", "topic", "c\\u0001d", "-1"));
        assertUnknown(PULL.formatted("23\\n", "topic", "c\\u0001d", "98"));
        assertUnknown(PULL.formatted("23\",", "topic", "c\\u0001d", "98"));
        assertUnknown(PULL.formatted("23870", "topic", "c\\u0001d", "98"));
    }

    @Test
    void namesWithEscapesAreNotKept() {
        String header = PULL.formatted("1000", "a\\\"", "b", "17");
        read(header);

        assertUnknown(header);
    }

    @Test
    void aLayoutGivesWayToOneThatComesMoreOften() {
        String first = PULL.formatted("1000", "topic", "b", "17");
        String second = PULL.formatted("1000", "tapic", "b", "17");
        read(first);
        for (int i = 0; i < 3; i++) {
            read(second);
        }
        assertKnown(first);

        for (int i = 0; i < 8; i++) {
            read(second);
        }
        assertUnknown(first);
        assertKnown(second);
    }

    private void read(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = Unpooled.buffer();
        frame.writeInt(4 + bytes.length).writeInt(bytes.length).writeBytes(bytes);
        decoder.decode(frame);
    }

    private void assertKnown(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        assertNotNull(layouts.find(bytes, bytes.length), header);
    }

    private void assertUnknown(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        assertNull(layouts.find(bytes, bytes.length), header);
    }
}
