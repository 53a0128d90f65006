package io.apogeemq.store.dispatch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns the bytes of a topic into its String without making a new one for every record: a hash table of
 * the topics seen, which grows with them up to a bound and then begins again.
 *
 * <p>Threads: confined to the dispatching thread.
 */
final class TopicNames {

    private static final int FIRST_SLOTS = 1024;
    private static final int MOST_SLOTS = 1 << 17;

    private byte[][] bytes = new byte[FIRST_SLOTS][];
    private String[] names = new String[FIRST_SLOTS];
    private int count;
    private byte[] lastBytes = {};
    private String lastName = "";

    /** Hot: no allocation for a topic that is known, and hardly any work for that of the record before. */
    String of(byte[] utf8, int length) {
        if (Arrays.equals(lastBytes, 0, lastBytes.length, utf8, 0, length)) {
            return lastName;
        }
        int slot = find(utf8, length);
        lastBytes = bytes[slot];
        lastName = names[slot];
        return lastName;
    }

    private int find(byte[] utf8, int length) {
        int slot = slotOf(utf8, length);
        if (bytes[slot] != null) {
            return slot;
        }
        if (count >= names.length / 2) {
            makeRoom();
            slot = slotOf(utf8, length);
        }
        String name = new String(utf8, 0, length, StandardCharsets.UTF_8);
        bytes[slot] = Arrays.copyOf(utf8, length);
        names[slot] = name;
        count++;
        return slot;
    }

    /** Where a topic is, or would be. */
    private int slotOf(byte[] utf8, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + utf8[i];
        }
        int mask = names.length - 1;
        int slot = (hash ^ (hash >>> 10) ^ (hash >>> 20)) & mask;
        while (true) {
            byte[] known = bytes[slot];
            if (known == null || Arrays.equals(known, 0, known.length, utf8, 0, length)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private void makeRoom() {
        byte[][] oldBytes = bytes;
        String[] oldNames = names;
        int slots = Math.min(MOST_SLOTS, oldNames.length * 2);
        boolean startsAgain = slots == oldNames.length;
        bytes = new byte[slots][];
        names = new String[slots];
        count = 0;
        for (int i = 0; i < oldNames.length && !startsAgain; i++) {
            if (oldBytes[i] != null) {
                int slot = slotOf(oldBytes[i], oldBytes[i].length);
                bytes[slot] = oldBytes[i];
                names[slot] = oldNames[i];
                count++;
            }
        }
    }
}
