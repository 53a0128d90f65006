package io.apogeemq.remoting.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a header says, the other side reads the same, in both encodings. */
class HeaderCodecTest {
    @Property
    void textFieldsSurviveBothEncodings(
            @ForAll("fields") Map<String, String> fields,
            @ForAll SerializeType encoding,
            @ForAll int opaque,
            @ForAll("text") String remark) {
        RemotingCommand command =
                RemotingCommand.response(7, remark, out -> fields.forEach(out::put));
        command.answer(opaque, encoding);

        RemotingCommand read = throughTheWire(command);

        assertEquals(encoding, read.encoding());
        assertEquals(opaque, read.opaque());
        assertEquals(remark, read.remark());
        Map<String, String> readFields = new LinkedHashMap<>();
        read.fields().forEach(readFields::put);
        assertEquals(fields, readFields);
    }

    @Property
    void numbersAndBooleansSurviveBothEncodings(
            @ForAll long number,
            @ForAll int small,
            @ForAll boolean flag,
            @ForAll SerializeType encoding) {
        RemotingCommand command =
                RemotingCommand.response(
                        0,
                        null,
                        out -> {
                            out.put("number", number);
                            out.put("small", small);
                            out.put("flag", flag);
                            out.put("absent", (String) null);
                        });
        command.answer(1, encoding);

        HeaderFields fields = throughTheWire(command).fields();

        assertEquals(number, fields.requireLong("number"));
        assertEquals(small, fields.requireInt("small"));
        assertEquals(flag, fields.booleanOr("flag", !flag));
        assertEquals(false, fields.has("absent"));
    }

    private static RemotingCommand throughTheWire(RemotingCommand command) {
        ByteBuf frame = Unpooled.buffer();
        new FrameEncoder().encode(command, frame);
        return new FrameDecoder(16 * 1024 * 1024, new HeaderLayouts()).decode(frame);
    }

    @Provide
    Arbitrary<String> text() {
        // Any text of whole code points but the empty one: a binary header reads empty as absent.
        return Arbitraries.strings()
                .all()
                .ofMinLength(1)
                .ofMaxLength(200)
                .filter(HeaderCodecTest::isWellFormed);
    }

    @Provide
    Arbitrary<Map<String, String>> fields() {
        return Arbitraries.maps(text(), text()).ofMaxSize(30);
    }

    private static boolean isWellFormed(String text) {
        return text.codePoints()
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
