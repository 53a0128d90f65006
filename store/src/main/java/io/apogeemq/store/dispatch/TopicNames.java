package io.apogeemq.store.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns the bytes of a topic into its String without making a new one for every record: a small table of
 * the topics seen lately.
 *
 * <p>Threads: confined to the dispatching thread.
 */
final class TopicNames {

    private static final int SLOTS = 1024;

    private final byte[][] bytes = new byte[SLOTS][];
    private final String[] names = new String[SLOTS];

    String of(byte[] utf8, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + utf8[i];
        }
        int slot = (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1);
        byte[] known = bytes[slot];
        if (known != null && Arrays.equals(known, 0, known.length, utf8, 0, length)) {
            return names[slot];
        }
        String name = new String(utf8, 0, length, StandardCharsets.UTF_8);
        bytes[slot] = Arrays.copyOf(utf8, length);
        names[slot] = name;
        return name;
    }
}
