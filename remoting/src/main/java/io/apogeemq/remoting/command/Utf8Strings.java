package io.apogeemq.remoting.command;

import java.nio.charset.StandardCharsets;

/**
 * Turns UTF-8 bytes into strings and remembers the last ones: a connection names the same few
 * topics and groups again and again, so most look-ups allocate nothing and give a string whose hash
 * is already computed.
 *
 * <p>Direct mapped: a new string replaces the one in its slot, so hostile input costs time linear
 * in its length and no more memory than the table.
 *
 * <p>Threads: confined to the connection's io thread.
 */
final class Utf8Strings {
    private static final int SLOTS = 64;
    private static final int LONGEST_KEPT = 128;

    private final String[] slots = new String[SLOTS];

    String get(byte[] data, int offset, int length) {
        if (length == 0) {
            return "";
        }
        if (length > LONGEST_KEPT) {
            return new String(data, offset, length, StandardCharsets.UTF_8);
        }
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + data[i];
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        String kept = slots[slot];
        if (kept != null && isAscii(kept, data, offset, length)) {
            return kept;
        }
        String fresh = new String(data, offset, length, StandardCharsets.UTF_8);
        slots[slot] = fresh;
        return fresh;
    }

    /** True if {@code text} is ASCII only and equal to the bytes; other text is simply not reused. */
    private static boolean isAscii(String text, byte[] data, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte b = data[offset + i];
            if (b < 0 || text.charAt(i) != b) {
                return false;
            }
        }
        return true;
    }
}
