package io.apogeemq.remoting.command;

import java.nio.charset.StandardCharsets;

/**
 * Writes a frame's header in the ROCKETMQ encoding.
 *
 * <pre>
 * int16 code, int8 language, int16 version, int32 opaque, int32 flag,
 * int32 remark bytes, remark, int32 bytes of all entries,
 * entries: int16 name bytes, name, int32 value bytes, value
 * </pre>
 *
 * <p>Source: wire specification, "ROCKETMQ (binary) header". A code wider than 16 bits can't be
 * expressed; {@link FrameEncoder} sends such a frame with a JSON header.
 *
 * <p>Threads: confined to the connection's io thread.
 */
final class BinaryHeaderWriter implements HeaderWriter {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private final HeaderBuffer out;

    BinaryHeaderWriter(HeaderBuffer out) {
        this.out = out;
    }

    void write(RemotingCommand command) {
        out.putShort(command.code());
        out.putByte(command.language().code());
        out.putShort(command.version());
        out.putInt(command.opaque());
        out.putInt(command.flag());
        if (command.hasRemark()) {
            putLengthAnd(command.remark());
        } else {
            out.putInt(0);
        }
        int lengthAt = out.length();
        out.putInt(0);
        CommandHeader header = command.header();
        if (header != null) {
            header.write(this);
        }
        out.setInt(lengthAt, out.length() - lengthAt - 4);
    }

    @Override
    public void put(String name, String value) {
        if (value != null) {
            putName(name);
            putLengthAnd(value);
        }
    }

    @Override
    public void putPlain(String name, byte[] value) {
        putName(name);
        out.putInt(value.length);
        out.putBytes(value);
    }

    @Override
    public void put(String name, int value) {
        put(name, (long) value);
    }

    @Override
    public void put(String name, long value) {
        putName(name);
        int lengthAt = out.length();
        out.putInt(0);
        out.putDecimal(value);
        out.setInt(lengthAt, out.length() - lengthAt - 4);
    }

    @Override
    public void put(String name, boolean value) {
        putName(name);
        byte[] text = value ? TRUE : FALSE;
        out.putInt(text.length);
        out.putBytes(text);
    }

    @Override
    public void put(byte[] data, int nameOffset, int nameLength, int valueOffset, int valueLength) {
        if (nameLength > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "field name of " + nameLength + " bytes is longer than " + Short.MAX_VALUE);
        }
        out.putShort(nameLength);
        out.putBytes(data, nameOffset, nameLength);
        out.putInt(valueLength);
        out.putBytes(data, valueOffset, valueLength);
    }

    private void putName(String name) {
        byte[] longName =
                name.length() > Byte.MAX_VALUE ? name.getBytes(StandardCharsets.UTF_8) : null;
        if (longName != null && longName.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "field name of "
                            + longName.length
                            + " bytes is longer than "
                            + Short.MAX_VALUE);
        }
        int lengthAt = out.length();
        out.putShort(0);
        out.putUtf8(name);
        int length = out.length() - lengthAt - 2;
        out.setByte(lengthAt, length >>> 8);
        out.setByte(lengthAt + 1, length);
    }

    private void putLengthAnd(String text) {
        int lengthAt = out.length();
        out.putInt(0);
        out.putUtf8(text);
        out.setInt(lengthAt, out.length() - lengthAt - 4);
    }
}
