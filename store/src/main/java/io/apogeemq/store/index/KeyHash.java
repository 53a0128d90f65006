package io.apogeemq.store.index;

import java.nio.charset.StandardCharsets;

/**
 * The number by which a key is found: Java's hash of the text {@code topic#key}, made positive. Source:
 * store spec, "IndexFile", section 2.
 */
final class KeyHash {

    private static final int P1 = 31;
    private static final int P2 = 31 * 31;
    private static final int P3 = 31 * 31 * 31;
    private static final int P4 = 31 * 31 * 31 * 31;

    private KeyHash() {}

    static int of(String topic, String key) {
        return positive((topic + '#' + key).hashCode());
    }

    /** The hash of {@code topic#}, to be continued with a key; a String knows its own hash. */
    static int seed(String topic) {
        return P1 * topic.hashCode() + '#';
    }

    /**
     * Continues a seed with a key in UTF-8. Hot: no allocation while the key is ASCII; four bytes a
     * step, because each step waits for the multiplication before it.
     */
    static int of(int seed, byte[] utf8, int offset, int length) {
        int hash = seed;
        int end = offset + length;
        int at = offset;
        int seen = 0;
        for (; at + 4 <= end; at += 4) {
            int a = utf8[at];
            int b = utf8[at + 1];
            int c = utf8[at + 2];
            int d = utf8[at + 3];
            seen |= a | b | c | d;
            hash = P4 * hash + P3 * a + P2 * b + P1 * c + d;
        }
        for (; at < end; at++) {
            seen |= utf8[at];
            hash = P1 * hash + utf8[at];
        }
        return positive(seen >= 0 ? hash : ofText(seed, utf8, offset, length));
    }

    private static int ofText(int seed, byte[] utf8, int offset, int length) {
        String key = new String(utf8, offset, length, StandardCharsets.UTF_8);
        int hash = seed;
        for (int i = 0; i < key.length(); i++) {
            hash = P1 * hash + key.charAt(i);
        }
        return hash;
    }

    private static int positive(int hash) {
        return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash);
    }
}
