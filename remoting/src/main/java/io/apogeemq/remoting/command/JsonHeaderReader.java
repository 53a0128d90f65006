package io.apogeemq.remoting.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a JSON header in one pass over its bytes, without a tree, a map or reflection. Escapes are
 * resolved in place: the plain text is never longer than the escaped one. A header that is laid out like
 * one before it is only compared with that, see {@link HeaderLayout}.
 *
 * <p>Tolerant where peers are: members in any order, unknown members skipped, numbers and booleans
 * as field values read as their text, the language as name or number, {@code null} as absent.
 * Strict otherwise: anything that is not JSON is a {@link CorruptFrameException}.
 */
final class JsonHeaderReader extends HeaderReader {
    private static final int DEEPEST_NESTING = 32;

    /** Which ASCII bytes numbers, true, false and null are made of. */
    private static final boolean[] WORD_BYTES = wordBytes();

    private final HeaderLayouts layouts;
    private FieldTable table = new FieldTable(); // where a header is parsed into
    private byte[] data;
    private int position;
    private int limit;
    private int textOffset; // of the string read last
    private int textLength;
    private int opaqueOffset;
    private int opaqueLength;

    JsonHeaderReader(HeaderLayouts layouts) {
        this.layouts = layouts;
    }

    @Override
    void read(byte[] headerBytes, int length, HeaderFields fields) {
        data = headerBytes;
        limit = length;
        HeaderLayout known = layouts.find(headerBytes, length);
        if (known != null) {
            readKnown(known, fields);
        } else if (layouts.wants(length)) {
            byte[] raw = Arrays.copyOf(headerBytes, length);
            parse(fields);
            keepLayout(raw);
        } else {
            parse(fields);
        }
    }

    private void readKnown(HeaderLayout layout, HeaderFields fields) {
        code = layout.code;
        flag = layout.flag;
        version = layout.version;
        language = layout.language;
        remark = layout.remark;
        textOffset = layout.opaqueOffset;
        textLength = layout.opaqueLength;
        position = textOffset + textLength; // for the words of an error
        opaque = textLength == 0 ? 0 : intOfText();
        for (int i = 0; i < layout.escapedValues(); i++) {
            position = layout.escapedValue(i) - 1;
            readString();
        }
        fields.reset(data, limit, layout.table());
    }

    private void keepLayout(byte[] raw) {
        if (HeaderLayout.isPlain(raw, table)) {
            layouts.keep(new HeaderLayout(raw, table, this, opaqueOffset, opaqueLength));
            table = new FieldTable(); // the layout has the other one
        }
    }

    private void parse(HeaderFields fields) {
        clear();
        table.clear();
        fields.reset(data, limit, table);
        position = 0;
        opaqueLength = 0;
        expect('{');
        if (!endsWith('}')) {
            do {
                readMember(fields);
            } while (hasMore('}'));
        }
        skipBlanks();
        if (position != limit) {
            throw corrupt("text behind the header object");
        }
    }

    private static boolean[] wordBytes() {
        boolean[] isWordByte = new boolean[128];
        for (char c :
                "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-+.".toCharArray()) {
            isWordByte[c] = true;
        }
        return isWordByte;
    }

    private void readMember(HeaderFields fields) {
        readString();
        int nameOffset = textOffset;
        int nameLength = textLength;
        expect(':');
        skipBlanks();
        if (isName("code", nameOffset, nameLength)) {
            code = readInt();
        } else if (isName("flag", nameOffset, nameLength)) {
            flag = readInt();
        } else if (isName("opaque", nameOffset, nameLength)) {
            opaque = readInt();
            opaqueOffset = textOffset;
            opaqueLength = textLength;
        } else if (isName("version", nameOffset, nameLength)) {
            version = readInt();
        } else if (isName("extFields", nameOffset, nameLength)) {
            readFields(fields);
        } else if (isName("language", nameOffset, nameLength)) {
            readLanguage();
        } else if (isName("remark", nameOffset, nameLength)) {
            if (readValue()) {
                remark = new String(data, textOffset, textLength, StandardCharsets.UTF_8);
            }
        } else {
            skipValue(0);
        }
    }

    private void readFields(HeaderFields fields) {
        if (peek() == 'n') {
            readWord();
            return;
        }
        expect('{');
        fields.markPresent();
        if (endsWith('}')) {
            return;
        }
        do {
            readString();
            int nameOffset = textOffset;
            int nameLength = textLength;
            expect(':');
            skipBlanks();
            if (readValue()) {
                fields.add(nameOffset, nameLength, textOffset, textLength);
            }
        } while (hasMore('}'));
    }

    private void readLanguage() {
        if (peek() == '"') {
            readString();
            language = LanguageCode.ofName(data, textOffset, textLength);
        } else if (readValue()) {
            language = LanguageCode.of(toInt());
        }
    }

    /** Reads a string, number or boolean as text; false for null. */
    private boolean readValue() {
        if (peek() == '"') {
            readString();
            return true;
        }
        readWord();
        return !isName("null", textOffset, textLength);
    }

    private int readInt() {
        if (peek() == '"') {
            readString(); // some peers quote numbers
        } else {
            readWord();
        }
        return intOfText();
    }

    private int intOfText() {
        return isName("null", textOffset, textLength) ? 0 : toInt();
    }

    private int toInt() {
        int at = textOffset;
        int end = textOffset + textLength;
        boolean negative = at < end && data[at] == '-';
        if (negative) {
            at++;
        }
        if (at == end || end - at > 10) {
            throw corrupt("not a 32-bit number");
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = data[at] - '0';
            if (digit < 0 || digit > 9) {
                throw corrupt("not a 32-bit number");
            }
            value = value * 10 + digit;
        }
        value = negative ? -value : value;
        if (value != (int) value) {
            throw corrupt("not a 32-bit number");
        }
        return (int) value;
    }

    /** Reads a number, true, false or null: everything up to the next separator. */
    private void readWord() {
        textOffset = position;
        int at = position;
        while (at < limit && data[at] >= 0 && WORD_BYTES[data[at]]) {
            at++;
        }
        position = at;
        textLength = at - textOffset;
        if (textLength == 0) {
            throw corrupt("a value is missing");
        }
    }

    /** Reads a quoted string and leaves its plain UTF-8 at textOffset, resolving escapes in place. */
    private void readString() {
        expect('"');
        textOffset = position;
        int at = position;
        while (at < limit) {
            byte b = data[at];
            if (b == '"') {
                textLength = at - textOffset;
                position = at + 1;
                return;
            }
            if (b == '\\') {
                readEscapedRest(at);
                return;
            }
            at++;
        }
        throw corrupt("a string does not end");
    }

    private void readEscapedRest(int firstEscape) {
        int from = firstEscape;
        int to = firstEscape;
        while (from < limit) {
            byte b = data[from++];
            if (b == '"') {
                textLength = to - textOffset;
                position = from;
                return;
            }
            if (b != '\\') {
                data[to++] = b;
                continue;
            }
            if (from == limit) {
                break;
            }
            byte escaped = data[from++];
            if (escaped == 'u') {
                int unit = hex4(from);
                from += 4;
                int codePoint = unit;
                if (Character.isHighSurrogate((char) unit) && isLowSurrogateAt(from)) {
                    codePoint = Character.toCodePoint((char) unit, (char) hex4(from + 2));
                    from += 6;
                } else if (Character.isSurrogate((char) unit)) {
                    codePoint = '?';
                }
                to = Utf8.put(data, to, codePoint);
            } else {
                data[to++] = unescape(escaped);
            }
        }
        throw corrupt("a string does not end");
    }

    private boolean isLowSurrogateAt(int at) {
        return at + 6 <= limit
                && data[at] == '\\'
                && data[at + 1] == 'u'
                && Character.isLowSurrogate((char) hex4(at + 2));
    }

    private byte unescape(byte escaped) {
        return switch (escaped) {
            case '"', '\\', '/', '\'' -> escaped;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> throw corrupt("unknown escape");
        };
    }

    private int hex4(int at) {
        if (at + 4 > limit) {
            throw corrupt("an escape does not end");
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(data[i], 16);
            if (digit < 0) {
                throw corrupt("a \\u escape needs four hex digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private void skipValue(int depth) {
        if (depth > DEEPEST_NESTING) {
            throw corrupt("nested deeper than " + DEEPEST_NESTING);
        }
        skipBlanks();
        byte b = peek();
        if (b == '"') {
            readString();
        } else if (b == '{') {
            position++;
            if (!endsWith('}')) {
                do {
                    readString();
                    expect(':');
                    skipValue(depth + 1);
                } while (hasMore('}'));
            }
        } else if (b == '[') {
            position++;
            if (!endsWith(']')) {
                do {
                    skipValue(depth + 1);
                } while (hasMore(']'));
            }
        } else {
            readWord();
        }
    }

    private boolean isName(String name, int offset, int length) {
        if (name.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (data[offset + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** After a member: true at a comma, false at the closing bracket, which is consumed. */
    private boolean hasMore(char closing) {
        skipBlanks();
        byte b = peek();
        if (b == ',') {
            position++;
            return true;
        }
        expect(closing);
        return false;
    }

    private boolean endsWith(char closing) {
        skipBlanks();
        if (peek() == closing) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (position >= limit || data[position] != wanted) { // peers write no blanks
            skipBlanks();
            if (peek() != wanted) {
                throw corrupt("'" + wanted + "' is missing");
            }
        }
        position++;
    }

    private byte peek() {
        if (position >= limit) {
            throw corrupt("ends too early");
        }
        return data[position];
    }

    private void skipBlanks() {
        while (position < limit
                && (data[position] == ' '
                        || data[position] == '\n'
                        || data[position] == '\r'
                        || data[position] == '\t')) {
            position++;
        }
    }

    private CorruptFrameException corrupt(String what) {
        return new CorruptFrameException("JSON header: " + what + " at byte " + position);
    }
}
