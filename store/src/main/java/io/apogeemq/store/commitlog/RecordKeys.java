package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScanner;
import io.apogeemq.common.message.TagHash;
import io.apogeemq.store.append.BatchCheck;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte KEY_SEPARATOR = ' ';

    // The names as numbers: one comparison each.
    private static final int TAGS = (int) INT.get(ascii(PropertyKeys.TAGS), 0);
    private static final int KEYS = (int) INT.get(ascii(PropertyKeys.KEYS), 0);
    private static final long UNIQUE_KEY = (long) LONG.get(ascii(PropertyKeys.UNIQUE_KEY), 0);
    private static final int SHORT_NAME = Integer.BYTES + 1; // with its end
    private static final int LONG_NAME = Long.BYTES + 1;

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
            if (first == 'U' && isUniqueKey(text, start, entryEnd)) {
                uniqueKey = start + LONG_NAME;
                uniqueKeyEnd = entryEnd;
            } else if (first == 'T' && isNamed(TAGS, text, start, entryEnd)) {
                int tag = start + SHORT_NAME;
                tagHash = TagHash.of(text, tag, entryEnd - tag);
            } else if (first == 'K' && isNamed(KEYS, text, start, entryEnd)) {
                keys = start + SHORT_NAME;
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

    /** Whether an entry has a name of four bytes, and a value. */
    private static boolean isNamed(int name, byte[] text, int start, int entryEnd) {
        int value = start + SHORT_NAME;
        return value < entryEnd
                && text[value - 1] == NAME_END
                && (int) INT.get(text, start) == name;
    }

    private static boolean isUniqueKey(byte[] text, int start, int entryEnd) {
        int value = start + LONG_NAME;
        return value < entryEnd
                && text[value - 1] == NAME_END
                && (long) LONG.get(text, start) == UNIQUE_KEY;
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
