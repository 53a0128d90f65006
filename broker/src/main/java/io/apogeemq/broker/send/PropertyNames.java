package io.apogeemq.broker.send;

import io.apogeemq.common.message.PropertyKeys;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a property that a producer sends, by its name: looked up in a small hash table over
 * the bytes of the names.
 *
 * <p>Threads: immutable.
 */
final class PropertyNames {
    /** What the broker does with a property. */
    enum Treatment {
        /** An application's own: stored as it is. */
        KEEP,
        /** Only a broker may say so: left out. */
        DROP,
        /** The id that the client gave the message. */
        UNIQUE_KEY,
        /** Whether the producer waits for the disk. */
        WAIT,
        /** Delay by level. */
        DELAY_LEVEL,
        /** Delay by a time span. */
        DELAY_SPAN,
        /** Delay until a moment. */
        DELAY_UNTIL,
        /** First half of a transaction. */
        TRANSACTION
    }

    private static final int SLOTS = 256;

    private static final Map<Treatment, List<String>> NAMES =
            new EnumMap<>(
                    Map.of(
                            Treatment.DROP,
                            List.of(
                                    PropertyKeys.CLUSTER,
                                    PropertyKeys.REGION,
                                    PropertyKeys.TRACE_ON,
                                    PropertyKeys.POP_CHECKPOINT,
                                    PropertyKeys.POP_CHECKPOINT_OFFSET,
                                    PropertyKeys.FIRST_POP_TIME,
                                    PropertyKeys.INNER_NUM,
                                    PropertyKeys.INNER_BASE,
                                    PropertyKeys.INNER_MULTI_DISPATCH,
                                    PropertyKeys.INNER_MULTI_QUEUE_OFFSET,
                                    PropertyKeys.TRANSACTION_PREPARED_QUEUE_OFFSET,
                                    PropertyKeys.TRANSACTION_CHECK_TIMES,
                                    PropertyKeys.TIMER_ENQUEUE_MS,
                                    PropertyKeys.TIMER_DEQUEUE_MS,
                                    PropertyKeys.TIMER_ROLL_TIMES,
                                    PropertyKeys.TIMER_OUT_MS,
                                    PropertyKeys.TIMER_DELETE_UNIQUE_KEY,
                                    PropertyKeys.TIMER_DELAY_LEVEL,
                                    PropertyKeys.RECORD_CRC),
                            Treatment.UNIQUE_KEY,
                            List.of(PropertyKeys.UNIQUE_KEY),
                            Treatment.WAIT,
                            List.of(PropertyKeys.WAIT),
                            Treatment.DELAY_LEVEL,
                            List.of(PropertyKeys.DELAY),
                            Treatment.DELAY_SPAN,
                            List.of(PropertyKeys.TIMER_DELAY_SEC, PropertyKeys.TIMER_DELAY_MS),
                            Treatment.DELAY_UNTIL,
                            List.of(PropertyKeys.TIMER_DELIVER_MS),
                            Treatment.TRANSACTION,
                            List.of(PropertyKeys.TRANSACTION_PREPARED)));

    private static final byte[] TRANSIENT_PREFIX =
            PropertyKeys.TRANSIENT_PREFIX.getBytes(StandardCharsets.US_ASCII);

    private final byte[][] names = new byte[SLOTS][]; // open addressing; null: free
    private final Treatment[] treatments = new Treatment[SLOTS];
    private final boolean[] unfit = new boolean[256]; // by the first byte of a name, see mayBeUnfit

    PropertyNames() {
        NAMES.forEach((treatment, list) -> list.forEach(name -> add(name, treatment)));
        unfit[TRANSIENT_PREFIX[0]] = true;
    }

    private void add(String name, Treatment treatment) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        int slot = slot(bytes, 0, bytes.length);
        while (names[slot] != null) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        names[slot] = bytes;
        if (treatment != Treatment.UNIQUE_KEY && treatment != Treatment.WAIT) {
            unfit[bytes[0]] = true;
        }
        treatments[slot] = treatment;
    }

    /** Whether a name that begins so may be one that a message of a batch can't have. Hot. */
    boolean mayBeUnfit(byte first) {
        return unfit[first & 0xFF];
    }

    /** Hot: touches three bytes of most names. */
    Treatment of(byte[] text, int offset, int length) {
        int slot = slot(text, offset, length);
        byte[] name;
        while ((name = names[slot]) != null) {
            if (name.length == length && startsWith(text, offset, name)) {
                return treatments[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        boolean isTransient =
                length >= TRANSIENT_PREFIX.length
                        && text[offset] == '_'
                        && startsWith(text, offset, TRANSIENT_PREFIX);
        return isTransient ? Treatment.DROP : Treatment.KEEP;
    }

    private static int slot(byte[] text, int offset, int length) {
        int hash =
                (length * 31 + text[offset] * 7 + text[offset + length - 1]) * 31
                        + text[offset + length / 2];
        return (hash ^ hash >>> 8) & (SLOTS - 1);
    }

    private static boolean startsWith(byte[] text, int offset, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (text[offset + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
