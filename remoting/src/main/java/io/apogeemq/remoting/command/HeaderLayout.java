package io.apogeemq.remoting.command;

import java.util.Arrays;

/**
 * How a JSON header was laid out. A peer sends the same header again and again, with other values of the
 * same length: a header that differs from one that was parsed only within its values has the same fields at
 * the same places, and needs no parsing.
 *
 * <p>What may differ: text between two quotes, but for escapes, quotes and backslashes, and the digits of
 * numbers; both of the named fields and of the opaque. Everything else has to be equal, byte by byte.
 *
 * <p>Threads: confined to one io thread.
 */
final class HeaderLayout {
    private static final byte TEXT = 1;
    private static final byte DIGIT = 2;

    private final byte[] sample; // the header that fitted last, as it came
    private final byte[] kinds; // what each of its bytes may become: TEXT, DIGIT or nothing else
    private final FieldTable table;
    private final int[] escaped; // offsets of the values that have escapes
    private int escapedCount;

    final int code;
    final int flag;
    final int version;
    final LanguageCode language;
    final String remark;
    final int opaqueOffset;
    final int opaqueLength;

    /**
     * The layout of a header that was parsed.
     *
     * @param raw the header as it came; kept
     * @param table where its fields stand; kept
     * @param opaqueOffset where the opaque stands, without quotes
     */
    HeaderLayout(
            byte[] raw, FieldTable table, HeaderReader parsed, int opaqueOffset, int opaqueLength) {
        this.sample = raw;
        this.kinds = new byte[raw.length];
        this.table = table;
        this.escaped = new int[table.size()];
        this.code = parsed.code;
        this.flag = parsed.flag;
        this.version = parsed.version;
        this.language = parsed.language;
        this.remark = parsed.remark;
        this.opaqueOffset = opaqueOffset;
        this.opaqueLength = opaqueLength;
        markDigits(opaqueOffset, opaqueLength);
        for (int i = 0; i < table.size(); i++) {
            markValue(table.valueOffset(i), table.valueLength(i));
        }
    }

    /** Whether a parsed header can be told again by its bytes: not if a name has escapes. */
    static boolean isPlain(byte[] raw, FieldTable table) {
        for (int i = 0; i < table.size(); i++) {
            // As long as the plain name is, the raw one shows its first escape.
            int end = table.nameOffset(i) + table.nameLength(i);
            for (int at = table.nameOffset(i); at < end; at++) {
                if (raw[at] == '\\') {
                    return false;
                }
            }
        }
        return true;
    }

    private void markValue(int offset, int length) {
        if (sample[offset - 1] != '"') {
            markDigits(offset, length);
            return;
        }
        boolean hasEscapes = false;
        int at = offset;
        while (sample[at] != '"') {
            if (sample[at] != '\\') {
                kinds[at++] = TEXT;
            } else {
                hasEscapes = true;
                at += sample[at + 1] == 'u' ? 6 : 2;
            }
        }
        if (hasEscapes) {
            escaped[escapedCount++] = offset;
        }
    }

    private void markDigits(int offset, int length) {
        for (int at = offset; at < offset + length; at++) {
            if (isDigit(sample[at])) {
                kinds[at] = DIGIT;
            }
        }
    }

    /** Whether this header, of the same length, is laid out like this. Hot. */
    boolean fits(byte[] header) {
        int length = sample.length;
        int at = 0;
        while (true) {
            int equal = Arrays.mismatch(sample, at, length, header, at, length);
            if (equal < 0) {
                return true;
            }
            at += equal;
            do {
                byte b = header[at];
                if (!mayBecome(kinds[at], b)) {
                    return false;
                }
                sample[at++] = b; // the next header is most like the last one
            } while (at < length && sample[at] != header[at]);
        }
    }

    private static boolean mayBecome(byte kind, byte b) {
        return kind == TEXT ? b != '"' && b != '\\' : kind == DIGIT && isDigit(b);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    int length() {
        return sample.length;
    }

    FieldTable table() {
        return table;
    }

    int escapedValues() {
        return escapedCount;
    }

    /** Where the value begins that has escapes, behind its quote. */
    int escapedValue(int index) {
        return escaped[index];
    }
}
