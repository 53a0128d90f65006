package io.apogeemq.broker.send;

import io.apogeemq.broker.send.PropertyNames.Treatment;
import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScanner;
import io.apogeemq.common.message.UniqueKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes the stored properties of a message from those that the producer sent: in one pass over the
 * bytes, entries that only a broker may write are left out, delays and transactions are refused, and
 * region, trace switch, cluster and a missing unique key are added.
 *
 * <p>Entries that cannot be read (no name, no value) are left out, as peers do. Source: broker spec,
 * "Sending" section 3; wire spec, "Message properties text".
 *
 * <p>Threads: each instance is confined to one thread; its result is valid until the next call.
 *
 * <p>Hot path: no allocation but the text of the unique key.
 */
final class PropertyRewrite {
    private static final byte NAME_END = (byte) MessageProperties.NAME_END;
    private static final byte VALUE_END = (byte) MessageProperties.VALUE_END;
    private static final int MIN_ENTRY_BYTES = 3;
    private static final int USUAL_BYTES = 512;
    private static final byte[] UNIQUE_KEY_NAME = ascii(PropertyKeys.UNIQUE_KEY);

    private final PropertyNames names;
    private final UniqueKeys uniqueKeys;
    private final DeliveryTime deliveryTime;
    private final byte[] suffix; // what is added to every message

    private byte[] out = new byte[USUAL_BYTES];
    private int length;
    private int uniqueKeyOffset; // in out
    private int uniqueKeyLength; // 0: none so far
    private boolean isKeySent; // the unique key is the producer's
    private boolean waits;

    /**
     * @param suffix encoded properties that are added to every message
     */
    PropertyRewrite(
            PropertyNames names, UniqueKeys uniqueKeys, DeliveryTime deliveryTime, byte[] suffix) {
        this.names = names;
        this.uniqueKeys = uniqueKeys;
        this.deliveryTime = deliveryTime;
        this.suffix = suffix;
    }

    /** The properties that a broker of this region and cluster adds to every message. */
    static byte[] suffix(String regionId, boolean traceOn, String cluster) {
        return MessageProperties.builder()
                .put(PropertyKeys.REGION, regionId)
                .put(PropertyKeys.TRACE_ON, Boolean.toString(traceOn))
                .put(PropertyKeys.CLUSTER, cluster)
                .build()
                .encodeToBytes();
    }

    /**
     * Reads {@code text[offset .. offset + textLength)}.
     *
     * @throws IllegalMessage when the message may not be stored
     */
    void rewrite(byte[] text, int offset, int textLength) {
        length = 0;
        uniqueKeyLength = 0;
        waits = true;
        if (textLength > MessageProperties.MAX_BYTES) {
            throw IllegalMessage.propertiesTooLong(textLength);
        }
        reserve(textLength + 1 + suffix.length);
        int end = offset + textLength;
        int start = offset;
        while (start < end) {
            int entryEnd = PropertyScanner.valueEnd(text, start, end);
            int nameEnd = PropertyScanner.nameEnd(text, start, entryEnd);
            boolean isReadable =
                    entryEnd - start >= MIN_ENTRY_BYTES
                            && nameEnd > start
                            && nameEnd < entryEnd - 1;
            if (isReadable) {
                take(text, start, nameEnd, entryEnd);
            }
            start = entryEnd + 1;
        }
        System.arraycopy(suffix, 0, out, length, suffix.length);
        length += suffix.length;
        isKeySent = uniqueKeyLength > 0;
        if (!isKeySent) {
            addUniqueKey();
        }
        if (length > MessageProperties.MAX_BYTES) {
            throw IllegalMessage.propertiesTooLong(length);
        }
    }

    private void take(byte[] text, int start, int nameEnd, int entryEnd) {
        int valueStart = nameEnd + 1;
        int valueLength = entryEnd - valueStart;
        Treatment treatment = names.of(text, start, nameEnd - start);
        switch (treatment) {
            case KEEP -> {}
            case DROP -> {
                return;
            }
            case UNIQUE_KEY -> {
                uniqueKeyOffset = length + valueStart - start;
                uniqueKeyLength = valueLength;
            }
            case WAIT -> waits = !isFalse(text, valueStart, valueLength);
            case DELAY_LEVEL, DELAY_SPAN, DELAY_UNTIL, TRANSACTION ->
                    deliveryTime.requireNow(treatment, text, start, nameEnd, entryEnd);
        }
        int entryLength = entryEnd - start;
        System.arraycopy(text, start, out, length, entryLength);
        length += entryLength;
        out[length++] = VALUE_END;
    }

    private void addUniqueKey() {
        byte[] key = ascii(uniqueKeys.next());
        reserve(UNIQUE_KEY_NAME.length + key.length + 2);
        System.arraycopy(UNIQUE_KEY_NAME, 0, out, length, UNIQUE_KEY_NAME.length);
        length += UNIQUE_KEY_NAME.length;
        out[length++] = NAME_END;
        System.arraycopy(key, 0, out, length, key.length);
        uniqueKeyOffset = length;
        uniqueKeyLength = key.length;
        length += key.length;
        out[length++] = VALUE_END;
    }

    private void reserve(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(length + more, out.length * 2));
        }
    }

    /** The encoded properties: the first {@link #length} bytes. */
    byte[] bytes() {
        return out;
    }

    int length() {
        return length;
    }

    /** The unique key of the message: the producer's, or the one that was made here. */
    String uniqueKey() {
        return new String(out, uniqueKeyOffset, uniqueKeyLength, StandardCharsets.UTF_8);
    }

    /** The unique key that the producer sent, or an empty text. */
    String sentUniqueKey() {
        return isKeySent ? uniqueKey() : "";
    }

    /** False if the producer does not want to wait for the disk. */
    boolean waits() {
        return waits;
    }

    private static boolean isFalse(byte[] text, int offset, int valueLength) {
        return valueLength == 5
                && (text[offset] | 0x20) == 'f'
                && (text[offset + 1] | 0x20) == 'a'
                && (text[offset + 2] | 0x20) == 'l'
                && (text[offset + 3] | 0x20) == 's'
                && (text[offset + 4] | 0x20) == 'e';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
