package io.apogeemq.remoting.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a frame's header as the compact JSON object that peers write: members in alphabetical
 * order, absent ones left out, control characters escaped.
 *
 * <pre>{"code":31,"extFields":{"topic":"T"},"flag":0,"language":"JAVA","opaque":7,
 *  "serializeTypeCurrentRPC":"JSON","version":493}</pre>
 *
 * <p>Threads: confined to an io thread.
 */
final class JsonHeaderWriter implements HeaderWriter {
    private static final byte[] CODE = ascii("{\"code\":");
    private static final byte[] EXT_FIELDS = ascii(",\"extFields\":{");
    private static final byte[] FLAG = ascii(",\"flag\":");
    private static final byte[] LANGUAGE = ascii(",\"language\":\"");
    private static final byte[] OPAQUE = ascii("\",\"opaque\":");
    private static final byte[] REMARK = ascii(",\"remark\":\"");
    private static final byte[] TYPE = ascii(",\"serializeTypeCurrentRPC\":\"JSON\",\"version\":");
    private static final byte[] NEXT_NAME = ascii(",\"");
    private static final byte[] NAME_END = ascii("\":\"");
    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private static final int NAME_SLOTS = 64; // a power of two
    private static final int LONGEST_KEPT_NAME = 32;

    private final HeaderBuffer out;
    private boolean first;

    // Names are literals of the code, so the same few instances come again and again.
    private final String[] names = new String[NAME_SLOTS];
    private final byte[][] openings =
            new byte[NAME_SLOTS][]; // of a field behind another: ,"name":"

    JsonHeaderWriter(HeaderBuffer out) {
        this.out = out;
    }

    void write(RemotingCommand command) {
        out.putBytes(CODE);
        out.putDecimal(command.code());
        CommandHeader header = command.header();
        if (header != null && !(header instanceof HeaderFields fields && !fields.isPresent())) {
            out.putBytes(EXT_FIELDS);
            first = true;
            header.write(this);
            out.putByte('}');
        }
        out.putBytes(FLAG);
        out.putDecimal(command.flag());
        out.putBytes(LANGUAGE);
        out.putUtf8(command.language().name());
        out.putBytes(OPAQUE);
        out.putDecimal(command.opaque());
        if (command.hasRemark()) {
            out.putBytes(REMARK);
            putEscaped(command.remark());
            out.putByte('"');
        }
        out.putBytes(TYPE);
        out.putDecimal(command.version());
        out.putByte('}');
    }

    @Override
    public void put(String name, String value) {
        if (value == null) {
            return;
        }
        openField(name);
        putEscaped(value);
        out.putByte('"');
    }

    @Override
    public void putPlain(String name, byte[] value) {
        openField(name);
        out.putBytes(value);
        out.putByte('"');
    }

    @Override
    public void put(String name, int value) {
        put(name, (long) value);
    }

    @Override
    public void put(String name, long value) {
        openField(name);
        out.putDecimal(value);
        out.putByte('"');
    }

    @Override
    public void put(String name, boolean value) {
        openField(name);
        out.putBytes(value ? TRUE : FALSE);
        out.putByte('"');
    }

    @Override
    public void put(byte[] data, int nameOffset, int nameLength, int valueOffset, int valueLength) {
        separate();
        putEscaped(data, nameOffset, nameLength);
        out.putBytes(NAME_END);
        putEscaped(data, valueOffset, valueLength);
        out.putByte('"');
    }

    @SuppressWarnings("ReferenceEquality") // another instance of a name is only written more slowly
    private void openField(String name) {
        int slot = name.hashCode() & NAME_SLOTS - 1;
        if (names[slot] == name) {
            byte[] opening = openings[slot];
            int from = first ? 1 : 0;
            first = false;
            out.putBytes(opening, from, opening.length - from);
            return;
        }
        boolean isFirst = first;
        int start = out.length();
        separate();
        putEscaped(name);
        out.putBytes(NAME_END);
        if (!isFirst && name.length() <= LONGEST_KEPT_NAME) {
            names[slot] = name;
            openings[slot] = Arrays.copyOfRange(out.data(), start, out.length());
        }
    }

    private void separate() {
        if (first) {
            first = false;
            out.putByte('"');
        } else {
            out.putBytes(NEXT_NAME);
        }
    }

    private void putEscaped(String text) {
        int length = text.length();
        for (int i = out.putPlainAscii(text); i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                putAscii(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < length
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.putCodePoint(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                out.putCodePoint(Character.isSurrogate(c) ? '?' : c);
            }
        }
    }

    private void putEscaped(byte[] data, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte b = data[i];
            if (b < 0) {
                out.putByte(b); // part of a UTF-8 sequence
            } else {
                putAscii(b);
            }
        }
    }

    private void putAscii(int c) {
        if (c >= 0x20 && c != '"' && c != '\\') {
            out.putByte(c);
            return;
        }
        out.putByte('\\');
        switch (c) {
            case '"', '\\' -> out.putByte(c);
            case '\n' -> out.putByte('n');
            case '\r' -> out.putByte('r');
            case '\t' -> out.putByte('t');
            case '\b' -> out.putByte('b');
            case '\f' -> out.putByte('f');
            default -> {
                out.putByte('u');
                out.putByte('0');
                out.putByte('0');
                out.putByte(HEX[c >> 4]);
                out.putByte(HEX[c & 0xF]);
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
