package io.apogeemq.common.message;

import io.apogeemq.common.error.ErrorCategory;
import java.nio.ByteBuffer;

/**
 * Walks the body of a batch send, message by message, without copying.
 *
 * <pre>
 * one message; the next follows at once, there is no count
 *   0      int32  size of this message including this field
 *   4      int32  magic, 0
 *   8      int32  body checksum, 0
 *  12      int32  flag of the application
 *  16      int32  body length, then the body
 *  20 + n  int16  properties length, then the properties
 * </pre>
 *
 * Source: wire spec, "Sending", batch body. Positions are absolute indexes into the buffer, whose own
 * position stays where it is.
 *
 * <p>Threads: confined to its creator. Errors: {@link #next} throws {@link RecordFormatException}
 * (caller) for sizes that do not add up.
 */
public final class BatchDecoder {
    private final ByteBuffer in;
    private int nextPosition;
    private int bodyPosition;
    private int bodyLength;
    private int flag;
    private int propertiesPosition;
    private int propertiesLength;

    /** Reads between the buffer's position and its limit. */
    public BatchDecoder(ByteBuffer in) {
        this.in = in;
        this.nextPosition = in.position();
    }

    /** Steps to the next message; false when there is none. */
    public boolean next() {
        int start = nextPosition;
        int available = in.limit() - start;
        if (available == 0) {
            return false;
        }
        if (available < BatchEncoder.FIXED_BYTES) {
            throw damaged("size", available, available);
        }
        int size = in.getInt(start);
        if (size < BatchEncoder.FIXED_BYTES || size > available) {
            throw damaged("size", size, available);
        }
        int varying = size - BatchEncoder.FIXED_BYTES;
        int body = in.getInt(start + 16);
        if (body < 0 || body > varying) {
            throw damaged("body length", body, varying);
        }
        int properties = in.getShort(start + 20 + body);
        if (properties < 0 || properties != varying - body) {
            throw damaged("properties length", properties, varying - body);
        }
        flag = in.getInt(start + 12);
        bodyPosition = start + 20;
        bodyLength = body;
        propertiesPosition = start + 22 + body;
        propertiesLength = properties;
        nextPosition = start + size;
        return true;
    }

    public int flag() {
        return flag;
    }

    public int bodyPosition() {
        return bodyPosition;
    }

    public int bodyLength() {
        return bodyLength;
    }

    public int propertiesPosition() {
        return propertiesPosition;
    }

    public int propertiesLength() {
        return propertiesLength;
    }

    /** A copy of the body. */
    public byte[] body() {
        byte[] copy = new byte[bodyLength];
        in.get(bodyPosition, copy);
        return copy;
    }

    public MessageProperties properties() {
        byte[] copy = new byte[propertiesLength];
        in.get(propertiesPosition, copy);
        return MessageProperties.parse(copy, 0, copy.length);
    }

    private static RecordFormatException damaged(String field, int value, int room) {
        return new RecordFormatException(
                ErrorCategory.CALLER,
                "batch cannot be read, " + field + " '" + value + "' with " + room + " bytes left");
    }
}
