package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScanner;
import io.apogeemq.common.message.TagHash;
import io.apogeemq.store.append.BatchCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a message is found by besides its place: the hash of its tag, and those of its unique key and its keys
 * in the order in which the index takes them. Read in one pass over the properties; of two entries with the
 * same name the later one counts.
 *
 * <p>Hot: no allocation but for a message with more keys than any before it.
 *
 * <p>Threads: each instance is confined to one thread.
 */
public final class RecordKeys {

    private static final byte NAME_END = (byte) MessageProperties.NAME_END;
    private static final byte KEY_SEPARATOR = ' ';
    private static final byte[] TAGS = ascii(PropertyKeys.TAGS);
    private static final byte[] UNIQUE_KEY = ascii(PropertyKeys.UNIQUE_KEY);
    private static final byte[] KEYS = ascii(PropertyKeys.KEYS);

    private long tagHash;
    private int[] hashes = new int[8];
    private int count;

    /**
     * Reads the encoded properties {@code text[offset .. offset + length)} of a message of a topic.
     *
     * @param check sees those of the others that it asks for
     */
    public void read(String topic, byte[] text, int offset, int length, BatchCheck check) {
        restart(TagHash.NO_TAG);
        int end = offset + length;
        int uniqueKey = -1; // where the values begin
        int uniqueKeyEnd = -1;
        int keys = -1;
        int keysEnd = -1;
        int start = offset;
        while (start < end) {
            int entryEnd = PropertyScanner.valueEnd(text, start, end);
            byte first = text[start];
            if (first == 'U' && isNamed(UNIQUE_KEY, text, start, entryEnd)) {
                uniqueKey = start + UNIQUE_KEY.length + 1;
                uniqueKeyEnd = entryEnd;
            } else if (first == 'T' && isNamed(TAGS, text, start, entryEnd)) {
                int tag = start + TAGS.length + 1;
                tagHash = TagHash.of(text, tag, entryEnd - tag);
            } else if (first == 'K' && isNamed(KEYS, text, start, entryEnd)) {
                keys = start + KEYS.length + 1;
                keysEnd = entryEnd;
            } else if (check.looksAt(first)) {
                check.property(text, start, entryEnd);
            }
            start = entryEnd + 1;
        }
        int seed = KeyHash.seed(topic);
        if (uniqueKey >= 0) {
            add(KeyHash.of(seed, text, uniqueKey, uniqueKeyEnd - uniqueKey));
        }
        if (keys >= 0) {
            addEach(seed, text, keys, keysEnd);
        }
    }

    /** Whether an entry has a name, and a value. */
    private static boolean isNamed(byte[] name, byte[] text, int start, int entryEnd) {
        int value = start + name.length + 1;
        return value < entryEnd
                && text[value - 1] == NAME_END
                && Arrays.equals(text, start, value - 1, name, 0, name.length);
    }

    private void addEach(int seed, byte[] text, int from, int end) {
        int start = from;
        for (int at = from; at <= end; at++) {
            if (at == end || text[at] == KEY_SEPARATOR) {
                if (at > start) {
                    add(KeyHash.of(seed, text, start, at - start));
                }
                start = at + 1;
            }
        }
    }

    void add(int hash) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        hashes[count++] = hash;
    }

    /** Becomes those of a message with this tag, without keys as yet. */
    void restart(long newTagHash) {
        tagHash = newTagHash;
        count = 0;
    }

    /** {@link TagHash#NO_TAG} without a tag. */
    public long tagHash() {
        return tagHash;
    }

    /** How many keys there are, the unique one included. */
    public int count() {
        return count;
    }

    /** The {@link KeyHash} of a key, 0 up to count. */
    public int hash(int index) {
        return hashes[index];
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
