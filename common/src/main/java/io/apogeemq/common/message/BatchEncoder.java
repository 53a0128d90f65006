package io.apogeemq.common.message;

import io.apogeemq.common.error.ErrorCategory;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Writes messages as the body of a batch send; {@link BatchDecoder} shows the form. Topic and queue
 * are those of the request, not part of the body.
 */
public final class BatchEncoder {
    static final int FIXED_BYTES = 22;

    private BatchEncoder() {}

    /**
     * @throws RecordFormatException (caller) when the properties of a message, or all together, are
     *     too large
     */
    public static byte[] encode(List<Message> messages) {
        byte[][] properties = new byte[messages.size()][];
        long total = 0;
        for (int i = 0; i < properties.length; i++) {
            properties[i] = messages.get(i).properties().encodeToBytes();
            if (properties[i].length > MessageProperties.MAX_BYTES) {
                throw tooLarge("properties of message " + i, properties[i].length);
            }
            total += (long) FIXED_BYTES + messages.get(i).body().length + properties[i].length;
        }
        if (total > Integer.MAX_VALUE - 8) {
            throw tooLarge("batch", total);
        }
        ByteBuffer out = ByteBuffer.allocate((int) total);
        for (int i = 0; i < properties.length; i++) {
            put(out, messages.get(i), properties[i]);
        }
        return out.array();
    }

    private static void put(ByteBuffer out, Message message, byte[] properties) {
        out.putInt(FIXED_BYTES + message.body().length + properties.length);
        out.putInt(0);
        out.putInt(0);
        out.putInt(message.flag());
        out.putInt(message.body().length);
        out.put(message.body());
        out.putShort((short) properties.length);
        out.put(properties);
    }

    private static RecordFormatException tooLarge(String what, long bytes) {
        return new RecordFormatException(
                ErrorCategory.CALLER,
                what + " of a batch has " + bytes + " bytes, more than can be sent; split it");
    }
}
