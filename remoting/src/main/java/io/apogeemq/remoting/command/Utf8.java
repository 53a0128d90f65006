package io.apogeemq.remoting.command;

/** The one place that writes a code point as UTF-8 bytes. */
final class Utf8 {
    private Utf8() {}

    /** Writes one to four bytes at {@code at} and returns the index behind them. */
    static int put(byte[] data, int at, int codePoint) {
        int next = at;
        if (codePoint < 0x80) {
            data[next++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            data[next++] = (byte) (0xC0 | codePoint >> 6);
            data[next++] = (byte) (0x80 | codePoint & 0x3F);
        } else if (codePoint < 0x10000) {
            data[next++] = (byte) (0xE0 | codePoint >> 12);
            data[next++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            data[next++] = (byte) (0x80 | codePoint & 0x3F);
        } else {
            data[next++] = (byte) (0xF0 | codePoint >> 18);
            data[next++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
            data[next++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
            data[next++] = (byte) (0x80 | codePoint & 0x3F);
        }
        return next;
    }
}
