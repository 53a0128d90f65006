package io.apogeemq.common.message;

import io.apogeemq.common.error.ErrorCategory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a {@link MessageExt} as a record, the reverse of {@link RecordDecoder}: for answers whose
 * record differs from the stored one, such as the check of a transaction.
 *
 * <p>The host bits of the sysFlag follow the addresses; the second version is used for topics of more
 * than 127 bytes. Not for the send path, which writes into the CommitLog itself.
 */
public final class RecordEncoder {
    private RecordEncoder() {}

    /**
     * @throws RecordFormatException when topic or properties do not fit into a record
     */
    public static byte[] encode(MessageExt message) {
        byte[] topic = message.topic().getBytes(StandardCharsets.UTF_8);
        byte[] properties = message.properties().encodeToBytes();
        requireFits("topic", topic.length);
        requireFits("properties", properties.length);
        int magic = RecordLayout.magicFor(topic.length);
        byte[] bornAddress = message.bornHost().getAddress().getAddress();
        byte[] storeAddress = message.storeHost().getAddress().getAddress();
        int recordBytes =
                RecordLayout.recordBytes(
                        bornAddress.length + Integer.BYTES,
                        storeAddress.length + Integer.BYTES,
                        message.body().length,
                        topic.length,
                        properties.length);

        ByteBuffer out = ByteBuffer.allocate(recordBytes);
        out.putInt(recordBytes);
        out.putInt(magic);
        out.putInt(message.bodyCrc());
        out.putInt(message.queueId());
        out.putInt(message.flag());
        out.putLong(message.queueOffset());
        out.putLong(message.physicalOffset());
        out.putInt(hostBits(message.sysFlag(), bornAddress, storeAddress));
        out.putLong(message.bornTimestamp());
        putHost(out, message.bornHost(), bornAddress);
        out.putLong(message.storeTimestamp());
        putHost(out, message.storeHost(), storeAddress);
        out.putInt(message.reconsumeTimes());
        out.putLong(message.preparedTransactionOffset());
        out.putInt(message.body().length);
        out.put(message.body());
        if (magic == RecordLayout.MAGIC_V1) {
            out.put((byte) topic.length);
        } else {
            out.putShort((short) topic.length);
        }
        out.put(topic);
        out.putShort((short) properties.length);
        out.put(properties);
        return out.array();
    }

    private static int hostBits(int sysFlag, byte[] bornAddress, byte[] storeAddress) {
        int bits = sysFlag & ~(SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6);
        bits |= bornAddress.length == 16 ? SysFlag.BORN_HOST_V6 : 0;
        bits |= storeAddress.length == 16 ? SysFlag.STORE_HOST_V6 : 0;
        return bits;
    }

    private static void putHost(ByteBuffer out, InetSocketAddress host, byte[] address) {
        out.put(address);
        out.putInt(host.getPort());
    }

    private static void requireFits(String field, int length) {
        if (length > Short.MAX_VALUE) {
            throw new RecordFormatException(
                    ErrorCategory.CALLER,
                    "message " + field + " has " + length + " bytes, a record holds 32767");
        }
    }
}
