package io.apogeemq.remoting.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * The named fields ("extFields") of a received frame: a view over the header's bytes, with typed
 * access and no map. All values are text on the wire.
 *
 * <p>A field that is absent, or {@code null} in JSON, reads as absent. Of a name that occurs twice
 * the last one wins in no particular way: peers never send that.
 *
 * <p>Threads: the view given to a processor on the io thread is reused for the next frame of the
 * connection, so it is valid only until the processor returns. {@link #copy} makes one that stays.
 *
 * <p>Errors: {@link HeaderFieldException} names the field that is missing or ill-typed.
 */
public final class HeaderFields implements CommandHeader {
    private static final int DIGITS_OF_ANY_LONG = 18; // more may be too many

    /** No more fields than this in one header: real ones have up to about twenty. */
    static final int MOST_FIELDS = 1024;

    private final Utf8Strings strings;
    private byte[] data; // null, as the table, before the first header
    private int dataLength; // bytes of data that belong to this header
    private FieldTable table;
    private int asked; // how often a name was looked up

    HeaderFields(Utf8Strings strings) {
        this.strings = strings;
    }

    private HeaderFields(byte[] data, FieldTable table) {
        this.strings = new Utf8Strings();
        this.data = data;
        this.dataLength = data.length;
        this.table = table;
    }

    /** Starts over with the header bytes of another frame, whose fields are where {@code table} says. */
    void reset(byte[] headerBytes, int length, FieldTable fieldTable) {
        data = headerBytes;
        dataLength = length;
        table = fieldTable;
        asked = 0;
    }

    void markPresent() {
        table.markPresent();
    }

    /** True if the frame had a header object, even one without a field. */
    boolean isPresent() {
        return table.isPresent();
    }

    void add(int nameOffset, int nameLength, int valueOffset, int valueLength) {
        if (table.size() == MOST_FIELDS) {
            throw new CorruptFrameException("header has more than " + MOST_FIELDS + " fields");
        }
        table.add(data, nameOffset, nameLength, valueOffset, valueLength);
    }

    /** Number of fields. */
    public int size() {
        return table.size();
    }

    /** True if the field is there. */
    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /** Index of the field for {@link #valueOffset} and {@link #valueLength}, or -1 when absent. */
    public int indexOf(String name) {
        return table.indexOf(name, data, asked++);
    }

    /** The array that holds the values; read only, valid as long as this view. */
    public byte[] bytes() {
        return data;
    }

    /** Where the value of field {@code index} starts in {@link #bytes}. */
    public int valueOffset(int index) {
        return table.valueOffset(index);
    }

    /** UTF-8 bytes of the value of field {@code index}. */
    public int valueLength(int index) {
        return table.valueLength(index);
    }

    /** The text of the field, or {@code null} when absent. */
    public String stringOrNull(String name) {
        int index = indexOf(name);
        return index < 0 ? null : value(index);
    }

    /** The text of the field, or the default when absent. */
    public String stringOr(String name, String ifAbsent) {
        int index = indexOf(name);
        return index < 0 ? ifAbsent : value(index);
    }

    /** The text of the field. */
    public String requireString(String name) {
        return value(require(name));
    }

    /** The field as a decimal int. */
    public int requireInt(String name) {
        return parseInt(name, require(name));
    }

    /** The field as a decimal int, or the default when absent. */
    public int intOr(String name, int ifAbsent) {
        int index = indexOf(name);
        return index < 0 ? ifAbsent : parseInt(name, index);
    }

    /** The field as a decimal long. */
    public long requireLong(String name) {
        return parseLong(name, require(name), "a 64-bit number");
    }

    /** The field as a decimal long, or the default when absent. */
    public long longOr(String name, long ifAbsent) {
        int index = indexOf(name);
        return index < 0 ? ifAbsent : parseLong(name, index, "a 64-bit number");
    }

    /** True only for the text "true" in any case, as the protocol reads booleans. */
    public boolean booleanOr(String name, boolean ifAbsent) {
        int index = indexOf(name);
        return index < 0 ? ifAbsent : isTrue(index);
    }

    /** Gives every field, in the order of the frame. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < table.size(); i++) {
            String name =
                    new String(
                            data, table.nameOffset(i), table.nameLength(i), StandardCharsets.UTF_8);
            action.accept(name, value(i));
        }
    }

    /** Puts every field in the order of the frame: a received header can be sent on as it came. */
    @Override
    public void write(HeaderWriter out) {
        for (int i = 0; i < table.size(); i++) {
            out.put(
                    data,
                    table.nameOffset(i),
                    table.nameLength(i),
                    table.valueOffset(i),
                    table.valueLength(i));
        }
    }

    /** A view with bytes of its own, which stays valid and may be handed to another thread. */
    public HeaderFields copy() {
        return new HeaderFields(Arrays.copyOf(data, dataLength), new FieldTable(table));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach(
                (name, value) ->
                        text.append(text.length() > 1 ? ", " : "")
                                .append(name)
                                .append('=')
                                .append(value));
        return text.append('}').toString();
    }

    private String value(int index) {
        return strings.get(data, valueOffset(index), valueLength(index));
    }

    private int require(String name) {
        int index = indexOf(name);
        if (index < 0) {
            throw HeaderFieldException.missing(name);
        }
        return index;
    }

    private boolean isTrue(int index) {
        int offset = valueOffset(index);
        return valueLength(index) == 4
                && (data[offset] | 0x20) == 't'
                && (data[offset + 1] | 0x20) == 'r'
                && (data[offset + 2] | 0x20) == 'u'
                && (data[offset + 3] | 0x20) == 'e';
    }

    private int parseInt(String name, int index) {
        long value = parseLong(name, index, "a 32-bit number");
        if (value != (int) value) {
            throw HeaderFieldException.illTyped(name, value(index), "a 32-bit number");
        }
        return (int) value;
    }

    private long parseLong(String name, int index, String wanted) {
        int offset = valueOffset(index);
        int end = offset + valueLength(index);
        boolean negative = offset < end && data[offset] == '-';
        int i = negative || (offset < end && data[offset] == '+') ? offset + 1 : offset;
        if (i == end) {
            throw HeaderFieldException.illTyped(name, value(index), wanted);
        }
        long value = 0; // accumulated negative, because the range below zero is wider by one
        int sure = Math.min(end, i + DIGITS_OF_ANY_LONG);
        for (; i < end; i++) {
            int digit = data[i] - '0';
            boolean fits = i < sure || value >= (Long.MIN_VALUE + digit) / 10;
            if (digit < 0 || digit > 9 || !fits) {
                throw HeaderFieldException.illTyped(name, value(index), wanted);
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            throw HeaderFieldException.illTyped(name, value(index), wanted);
        }
        return negative ? value : -value;
    }
}
