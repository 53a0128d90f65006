package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.MessageProperties;
import io.apogeemq.common.message.PropertyScanner;
import java.util.Arrays;

/**
 * Where each property of a record begins: split once, asked several times (tag, unique key, keys). Three
 * passes over the bytes were a seventh of the time of a load of batches.
 *
 * <p>Threads: confined to the thread that made it.
 */
final class PropertyEntries {

    private static final byte NAME_END = (byte) MessageProperties.NAME_END;

    private byte[] text = {};
    private int[] starts =
            new int[32]; // of each entry; starts[count] is behind the end of the last one
    private int count;

    /** Looks at other properties from now on; they must stay as they are. */
    void split(byte[] properties, int length) {
        text = properties;
        int n = 0;
        int at = 0;
        while (at < length) {
            if (n + 1 == starts.length) {
                starts = Arrays.copyOf(starts, starts.length * 2);
            }
            starts[n++] = at;
            at = PropertyScanner.valueEnd(properties, at, length) + 1;
        }
        starts[n] = at;
        count = n;
    }

    /** As {@link PropertyScanner#find}: of two entries with the name the later one. */
    long find(byte[] name) {
        int nameBytes = name.length;
        for (int i = count - 1; i >= 0; i--) {
            int start = starts[i];
            int end = starts[i + 1] - 1;
            int value = start + nameBytes + 1;
            if (value < end
                    && text[value - 1] == NAME_END
                    && text[start] == name[0]
                    && Arrays.equals(text, start, value - 1, name, 0, nameBytes)) {
                return PropertyScanner.pack(value, end - value);
            }
        }
        return PropertyScanner.NOT_FOUND;
    }
}
