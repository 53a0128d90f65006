package io.apogeemq.remoting.command;

import io.apogeemq.remoting.code.RequestCode;
import java.nio.charset.StandardCharsets;

/**
 * Reads a header in the ROCKETMQ encoding; the layout is in {@link BinaryHeaderWriter}. Every length
 * is checked against what is left before it is used.
 *
 * <p>An entry with an empty name or value is absent, as peers read it. Request codes that did not
 * fit into 16 bits are mapped back.
 */
final class BinaryHeaderReader extends HeaderReader {
    private static final int RESPONSE_BIT = 1;

    private FieldTable table; // null: this encoding did not come yet
    private byte[] data;
    private int position;
    private int limit;

    @Override
    void read(byte[] headerBytes, int length, HeaderFields fields) {
        clear();
        if (table == null) {
            table = new FieldTable();
        }
        table.clear();
        fields.reset(headerBytes, length, table);
        data = headerBytes;
        position = 0;
        limit = length;
        int wireCode = (short) readShort("code");
        need(1, "language");
        language = LanguageCode.of(data[position++]);
        version = readShort("version");
        opaque = readInt("opaque");
        flag = readInt("flag");
        code = (flag & RESPONSE_BIT) != 0 ? wireCode : RequestCode.fromInt16(wireCode);
        int remarkLength = readLength("remark");
        if (remarkLength > 0) {
            remark = new String(data, position, remarkLength, StandardCharsets.UTF_8);
            position += remarkLength;
        }
        int entriesLength = readLength("extFields");
        if (entriesLength > 0) {
            readEntries(position + entriesLength, fields);
        }
    }

    private void readEntries(int end, HeaderFields fields) {
        fields.markPresent();
        limit = end;
        while (position < end) {
            int nameLength = readShort("field name length");
            need(nameLength, "field name");
            int nameOffset = position;
            position += nameLength;
            int valueLength = readLength("field value");
            if (nameLength > 0 && valueLength > 0) {
                fields.add(nameOffset, nameLength, position, valueLength);
            }
            position += valueLength;
        }
    }

    private int readShort(String what) {
        need(2, what);
        return (data[position++] & 0xFF) << 8 | data[position++] & 0xFF;
    }

    private int readInt(String what) {
        need(4, what);
        return (data[position++] & 0xFF) << 24
                | (data[position++] & 0xFF) << 16
                | (data[position++] & 0xFF) << 8
                | data[position++] & 0xFF;
    }

    private int readLength(String what) {
        int length = readInt(what + " length");
        need(length, what);
        return length;
    }

    private void need(int bytes, String what) {
        if (bytes < 0 || bytes > limit - position) {
            throw new CorruptFrameException(
                    "binary header: "
                            + what
                            + " of "
                            + bytes
                            + " bytes exceeds the "
                            + (limit - position)
                            + " left");
        }
    }
}
