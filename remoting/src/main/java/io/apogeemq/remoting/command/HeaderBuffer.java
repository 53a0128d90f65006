package io.apogeemq.remoting.command;

import java.util.Arrays;

/**
 * A growing byte array into which a header is encoded before it goes to the frame in one copy.
 * Reused for every frame of an io thread.
 *
 * <p>Threads: confined to an io thread.
 */
final class HeaderBuffer {
    private static final int USUAL_HEADER_BYTES = 512;
    private static final int KEPT_BYTES = 64 * 1024; // a larger one is not kept for the next frame
    private static final int MOST_DIGITS = 20;

    private byte[] data = new byte[USUAL_HEADER_BYTES];
    private int length;

    void clear() {
        length = 0;
        if (data.length > KEPT_BYTES) {
            data = new byte[USUAL_HEADER_BYTES];
        }
    }

    byte[] data() {
        return data;
    }

    int length() {
        return length;
    }

    void setByte(int index, int value) {
        data[index] = (byte) value;
    }

    void setInt(int index, int value) {
        data[index] = (byte) (value >>> 24);
        data[index + 1] = (byte) (value >>> 16);
        data[index + 2] = (byte) (value >>> 8);
        data[index + 3] = (byte) value;
    }

    void putByte(int value) {
        reserve(1);
        data[length++] = (byte) value;
    }

    void putShort(int value) {
        reserve(2);
        data[length++] = (byte) (value >>> 8);
        data[length++] = (byte) value;
    }

    void putInt(int value) {
        reserve(4);
        setInt(length, value);
        length += 4;
    }

    void putBytes(byte[] source) {
        putBytes(source, 0, source.length);
    }

    void putBytes(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, data, length, count);
        length += count;
    }

    /** The decimal digits of {@code value}. */
    void putDecimal(long value) {
        reserve(MOST_DIGITS);
        if (value >= 0 && value <= Integer.MAX_VALUE) {
            putSmallDecimal((int) value);
            return;
        }
        if (value < 0) {
            data[length++] = '-';
        }
        long rest =
                value < 0 ? value : -value; // negative, since the least long has no positive twin
        int digits = 1;
        for (long power = -10; digits < 19 && rest <= power; power *= 10) {
            digits++;
        }
        int at = length + digits;
        length = at;
        do {
            data[--at] = (byte) ('0' - rest % 10);
            rest /= 10;
        } while (rest != 0);
    }

    /** Nearly every number of a header; 32-bit division is several times faster than 64-bit. */
    private void putSmallDecimal(int value) {
        int digits = 1;
        for (int left = value; left >= 10; left /= 10) {
            digits++;
        }
        int at = length + digits;
        length = at;
        int rest = value;
        do {
            int quotient = rest / 10;
            data[--at] = (byte) ('0' + rest - quotient * 10);
            rest = quotient;
        } while (rest != 0);
    }

    /**
     * The leading characters of {@code text} that stand for themselves in JSON, up to the first one
     * that needs an escape or more than a byte.
     *
     * @return how many were put
     */
    int putPlainAscii(String text) {
        int chars = text.length();
        reserve(chars);
        byte[] to = data;
        int at = length;
        int i = 0;
        for (; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            to[at++] = (byte) c;
        }
        length = at;
        return i;
    }

    /** UTF-8 of {@code text}; an unpaired surrogate becomes a question mark. */
    void putUtf8(String text) {
        int chars = text.length();
        reserve(chars * 3);
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                data[length++] = (byte) c;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < chars
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                putCodePoint(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                putCodePoint(Character.isSurrogate(c) ? '?' : c);
            }
        }
    }

    void putCodePoint(int codePoint) {
        reserve(4);
        length = Utf8.put(data, length, codePoint);
    }

    private void reserve(int bytes) {
        int wanted = Math.addExact(length, bytes);
        if (wanted > data.length) {
            data = Arrays.copyOf(data, Math.max(wanted, data.length * 2));
        }
    }
}
