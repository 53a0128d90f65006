package io.apogeemq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The hash of a key, from text and from bytes. */
class KeyHashTest {

    @Property
    void isTheSameFromBytesAsFromText(@ForAll String topic, @ForAll String text) {
        String key = valid(text);
        byte[] utf8 = ("x" + key + "y").getBytes(StandardCharsets.UTF_8);

        int hash = KeyHash.of(KeyHash.seed(topic), utf8, 1, utf8.length - 2);

        assertEquals(KeyHash.of(topic, key), hash);
        int javas = (topic + "#" + key).hashCode();
        assertEquals(javas == Integer.MIN_VALUE ? 0 : Math.abs(javas), hash);
    }

    @Example
    void neverIsNegative() {
        // "polygenelubricants" is known for the hash that has no positive counterpart.
        int seed = "polygenelubricants".hashCode();
        byte[] nothing = {};
        assertEquals(0, KeyHash.of(seed, nothing, 0, 0));
    }

    /** Text that has a UTF-8 form. */
    private static String valid(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
