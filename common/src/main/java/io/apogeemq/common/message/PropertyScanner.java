package io.apogeemq.common.message;

import java.nio.ByteBuffer;

/**
 * Finds one property in the text form without decoding the others.
 *
 * <p>Hot path: no allocation, one pass. Same tolerance as {@link MessageProperties#parse}, the later
 * of two equal names wins. An answer is a position and a length packed into one long, to be taken
 * apart with {@link #position} and {@link #length}, or {@link #NOT_FOUND}.
 */
public final class PropertyScanner {
    public static final long NOT_FOUND = -1;

    private static final byte NAME_END = (byte) MessageProperties.NAME_END;
    private static final byte VALUE_END = (byte) MessageProperties.VALUE_END;

    private PropertyScanner() {}

    /** Where the value is, as an index into {@code text}. */
    public static int position(long found) {
        return (int) (found >>> 32);
    }

    /** How many bytes the value has; at least 1. */
    public static int length(long found) {
        return (int) found;
    }

    public static long find(byte[] text, int offset, int length, byte[] name) {
        int end = offset + length;
        long found = NOT_FOUND;
        int start = offset;
        while (start < end) {
            int entryEnd = start;
            while (entryEnd < end && text[entryEnd] != VALUE_END) {
                entryEnd++;
            }
            int valueStart = start + name.length + 1;
            if (valueStart < entryEnd
                    && text[valueStart - 1] == NAME_END
                    && startsWith(text, start, name)) {
                found = pack(valueStart, entryEnd - valueStart);
            }
            start = entryEnd + 1;
        }
        return found;
    }

    /** As for the array; {@code offset} and the answer are absolute, the buffer's position stays. */
    public static long find(ByteBuffer text, int offset, int length, byte[] name) {
        int end = offset + length;
        long found = NOT_FOUND;
        int start = offset;
        while (start < end) {
            int entryEnd = start;
            while (entryEnd < end && text.get(entryEnd) != VALUE_END) {
                entryEnd++;
            }
            int valueStart = start + name.length + 1;
            if (valueStart < entryEnd
                    && text.get(valueStart - 1) == NAME_END
                    && startsWith(text, start, name)) {
                found = pack(valueStart, entryEnd - valueStart);
            }
            start = entryEnd + 1;
        }
        return found;
    }

    private static boolean startsWith(byte[] text, int start, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (text[start + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(ByteBuffer text, int start, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (text.get(start + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static long pack(int position, int length) {
        return ((long) position << 32) | length;
    }
}
