package io.apogeemq.store.commitlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.store.append.BatchCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/** What a message is found by, read from its encoded properties. */
class RecordKeysTest {

    @Property
    void areThoseOfTheProperties(
            @ForAll @AlphaChars @StringLength(max = 20) String tag,
            @ForAll @AlphaChars @StringLength(max = 40) String uniqueKey,
            @ForAll @AlphaChars @Chars(' ') @StringLength(max = 40) String keys) {
        String text =
                "a\1b\2" + entry("TAGS", tag) + entry("UNIQ_KEY", uniqueKey) + entry("KEYS", keys);

        RecordKeys found = read("x\2" + text, 2, text.length());

        List<Integer> wanted = new ArrayList<>();
        if (!uniqueKey.isEmpty()) {
            wanted.add(KeyHash.of("topic", uniqueKey));
        }
        for (String key : keys.split(" ", -1)) {
            if (!key.isEmpty()) {
                wanted.add(KeyHash.of("topic", key));
            }
        }
        assertEquals(wanted, hashes(found));
        assertEquals(tag.hashCode(), found.tagHash());
    }

    @Example
    void takeTheLaterOfTwoEntriesWithOneName() {
        String text = "TAGS\1first\2KEYS\1one two\2TAGS\1second\2KEYS\1three";

        RecordKeys found = read(text, 0, text.length());

        assertEquals("second".hashCode(), found.tagHash());
        assertEquals(List.of(KeyHash.of("topic", "three")), hashes(found));
    }

    @Example
    void leaveOutWhatOnlyBeginsLikeAName() {
        String text = "TAGSX\1a\2UNIQ\1b\2KEYS\2TAGS\1\2K\1c\2";

        RecordKeys found = read(text, 0, text.length());

        assertEquals(0, found.tagHash());
        assertEquals(List.of(), hashes(found));
    }

    @Example
    void growWithTheKeysOfAMessage() {
        MessageProperties properties =
                MessageProperties.builder()
                        .put(PropertyKeys.KEYS, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17")
                        .build();
        byte[] text = properties.encodeToBytes();
        RecordKeys keys = new RecordKeys();

        keys.read("topic", text, 0, text.length, BatchCheck.NONE);

        assertEquals(17, keys.count());
        assertEquals(KeyHash.of("topic", "17"), keys.hash(16));
    }

    private static String entry(String name, String value) {
        return value.isEmpty() ? "" : name + '\1' + value + '\2';
    }

    private static RecordKeys read(String text, int offset, int length) {
        RecordKeys keys = new RecordKeys();
        keys.read("topic", text.getBytes(StandardCharsets.UTF_8), offset, length, BatchCheck.NONE);
        return keys;
    }

    private static List<Integer> hashes(RecordKeys keys) {
        List<Integer> hashes = new ArrayList<>();
        for (int i = 0; i < keys.count(); i++) {
            hashes.add(keys.hash(i));
        }
        return hashes;
    }
}
