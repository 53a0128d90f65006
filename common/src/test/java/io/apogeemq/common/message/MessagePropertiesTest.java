package io.apogeemq.common.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Tests of {@link MessageProperties} and {@link PropertyScanner}, which must agree. */
class MessagePropertiesTest {

    @Property
    void whatWasEncodedIsReadBackInOrder(@ForAll("entries") Map<String, String> entries) {
        MessageProperties written = MessageProperties.of(entries);

        MessageProperties read = MessageProperties.parse(written.encode());

        assertEquals(written, read);
        assertEquals(List.copyOf(entries.keySet()), List.copyOf(read.asMap().keySet()));
    }

    @Property
    void theScannerFindsWhatTheParserFinds(@ForAll("texts") String text) {
        byte[] bytes = ("##" + text + "##").getBytes(UTF_8);
        int length = bytes.length - 4;

        MessageProperties parsed = MessageProperties.parse(bytes, 2, length);

        for (String name : List.of("a", "b", "ab", "KEYS", "c")) {
            byte[] wanted = name.getBytes(UTF_8);
            long inArray = PropertyScanner.find(bytes, 2, length, wanted);
            long inBuffer = PropertyScanner.find(ByteBuffer.wrap(bytes), 2, length, wanted);
            assertEquals(parsed.get(name), value(bytes, inArray));
            assertEquals(inArray, inBuffer);
        }
    }

    private static Optional<String> value(byte[] bytes, long found) {
        if (found == PropertyScanner.NOT_FOUND) {
            return Optional.empty();
        }
        int position = PropertyScanner.position(found);
        return Optional.of(new String(bytes, position, PropertyScanner.length(found), UTF_8));
    }

    @Test
    void skipsWhatIsNoEntry() {
        String text = "a\2\1x\2n\1\2noSeparator\2\2\2k\1v\2";

        assertEquals(Map.of("k", "v"), MessageProperties.parse(text).asMap());
    }

    @Test
    void takesTheLastEntryWithoutItsEnd() {
        assertEquals(Map.of("a", "1", "b", "2"), MessageProperties.parse("a\0011\2b\0012").asMap());
    }

    @Test
    void theLaterOfTwoEqualNamesWins() {
        assertEquals("2", MessageProperties.parse("a\0011\2a\0012\2").getOr("a", ""));
    }

    @Test
    void refusesWhatTheTextFormCannotCarry() {
        MessageProperties.Builder builder = MessageProperties.builder();

        assertThrows(IllegalArgumentException.class, () -> builder.put("", "v"));
        assertThrows(IllegalArgumentException.class, () -> builder.put("n", ""));
        assertThrows(IllegalArgumentException.class, () -> builder.put("n", "a\2b"));
        assertThrows(IllegalArgumentException.class, () -> builder.put("n\1", "v"));
    }

    @Test
    void aBuilderDoesNotChangeWhatItBuiltBefore() {
        MessageProperties.Builder builder = MessageProperties.builder().put("a", "1");
        MessageProperties first = builder.build();

        builder.put("b", "2");

        assertEquals(Map.of("a", "1"), first.asMap());
        assertEquals(2, builder.build().size());
        assertTrue(first.without("a").isEmpty());
    }

    @Provide
    Arbitrary<Map<String, String>> entries() {
        Arbitrary<String> text =
                Arbitraries.strings().excludeChars('\1', '\2').ofMinLength(1).ofMaxLength(12);
        return Arbitraries.maps(text, text).ofMaxSize(8).map(LinkedHashMap::new);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "ab", "KEYS", "\1", "\2", "\2", "x", "ä", "語")
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }
}
