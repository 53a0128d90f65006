package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.RecordLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The checksum at the end of a record, over every byte before it: the last property. See {@link
 * RecordLayout} for its form.
 *
 * <p>Threads: pure functions.
 */
final class RecordCrc {

    static final int BYTES = RecordLayout.RECORD_CRC_BYTES;

    private static final int DIGITS_AT = 9;
    private static final int DIGITS = 10;
    private static final int VALUE_END_AT = BYTES - 1;
    private static final byte NAME_END = 1;
    private static final byte VALUE_END = 2;
    private static final byte[] NAME = "__CRC32#".getBytes(StandardCharsets.US_ASCII);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final short[] TWO_DIGITS = twoDigits();
    private static final long NAME_AS_LONG = (long) LONG.get(NAME, 0);

    /** So many of the 20 bytes as they must be, and the property was meant, though it is damaged. */
    private static final int LEAST_FITTING_BYTES = 16;

    /** What stands at the end of a record. */
    enum Found {
        /** The bytes before it are as they were written. */
        RIGHT,
        /** They are not, or the checksum is not. */
        WRONG,
        /** The record was written without one. */
        NONE
    }

    private RecordCrc() {}

    /** The digits of 0 to 99, the lower one first. */
    private static short[] twoDigits() {
        short[] digits = new short[100];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (short) ('0' + i % 10 << Byte.SIZE | '0' + i / 10);
        }
        return digits;
    }

    /** Writes the property. Hot. */
    static void put(byte[] to, int at, int crc) {
        LONG.set(to, at, NAME_AS_LONG);
        to[at + NAME.length] = NAME_END;
        int rest = crc & 0x7FFFFFFF;
        for (int i = at + DIGITS_AT; i < at + VALUE_END_AT; i += 2) {
            int quotient = rest / 100;
            SHORT.set(to, i, TWO_DIGITS[rest - quotient * 100]);
            rest = quotient;
        }
        to[at + VALUE_END_AT] = VALUE_END;
    }

    /** Whether properties end in the name of the checksum. Hot: one comparison. */
    static boolean isAtEndOf(byte[] properties, int length) {
        return length >= BYTES && (long) LONG.get(properties, length - BYTES) == NAME_AS_LONG;
    }

    /**
     * Compares the property with the checksum of the bytes before it.
     *
     * @param end behind the record, at least {@link #BYTES} behind its start
     */
    static Found check(ByteBuffer map, int start, int end, java.util.zip.CRC32 crc) {
        int at = end - BYTES;
        int fitting = fittingBytes(map, at);
        if (fitting < LEAST_FITTING_BYTES) {
            // Nobody's properties end so: a sector that never got to the disk.
            return hasZero(map, at, end) ? Found.WRONG : Found.NONE;
        }
        if (fitting < BYTES) {
            return Found.WRONG;
        }
        long stored = 0;
        for (int i = DIGITS_AT + DIGITS - 1; i >= DIGITS_AT; i--) {
            stored = stored * 10 + (map.get(at + i) - '0');
        }
        crc.reset();
        crc.update(map.slice(start, at - start));
        return stored == (crc.getValue() & 0x7FFFFFFF) ? Found.RIGHT : Found.WRONG;
    }

    private static boolean hasZero(ByteBuffer map, int from, int end) {
        for (int at = from; at < end; at++) {
            if (map.get(at) == 0) {
                return true;
            }
        }
        return false;
    }

    private static int fittingBytes(ByteBuffer map, int at) {
        int fitting = map.get(at + NAME.length) == NAME_END ? 1 : 0;
        fitting += map.get(at + VALUE_END_AT) == VALUE_END ? 1 : 0;
        for (int i = 0; i < NAME.length; i++) {
            fitting += map.get(at + i) == NAME[i] ? 1 : 0;
        }
        for (int i = DIGITS_AT; i < DIGITS_AT + DIGITS; i++) {
            byte digit = map.get(at + i);
            fitting += digit >= '0' && digit <= '9' ? 1 : 0;
        }
        return fitting;
    }
}
