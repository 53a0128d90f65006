package io.apogeemq.common.message;

import io.apogeemq.common.error.ErrorCategory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads message records as they stand in the CommitLog and in the bodies of pull, pop, view and query
 * answers: both versions, IPv4 and IPv6 hosts, back to back.
 *
 * <p>Bodies are left as stored, compressed or not. The checksum of the record is left out of the
 * properties: it belongs to the store. The body's checksum is for the caller to check
 * ({@link MessageExt#hasIntactBody}). Source: wire spec, "Message wire record".
 *
 * <p>Errors: every length is checked against the bytes that are there before anything is allocated;
 * what does not fit is a {@link RecordFormatException} that names the field.
 */
public final class RecordDecoder {
    private RecordDecoder() {}

    /** Reads all records between the buffer's position and its limit. */
    public static List<MessageExt> decodeAll(ByteBuffer in) {
        List<MessageExt> messages = new ArrayList<>();
        while (in.hasRemaining()) {
            messages.add(decode(in));
        }
        return messages;
    }

    public static List<MessageExt> decodeAll(byte[] in) {
        return decodeAll(ByteBuffer.wrap(in));
    }

    /**
     * Reads the record at the buffer's position and moves behind it. After an error the position is
     * where it was.
     */
    public static MessageExt decode(ByteBuffer in) {
        int available = in.remaining();
        if (available < RecordLayout.MIN_RECORD_BYTES) {
            throw damaged("record", available + " bytes left, fewer than any record");
        }
        int start = in.position();
        int recordBytes = in.getInt(start);
        if (recordBytes < RecordLayout.MIN_RECORD_BYTES || recordBytes > available) {
            throw damaged("total size", "'" + recordBytes + "' of " + available + " bytes left");
        }
        MessageExt message = decodeOne(in.slice(start, recordBytes), recordBytes);
        in.position(start + recordBytes);
        return message;
    }

    private static MessageExt decodeOne(ByteBuffer record, int recordBytes) {
        record.getInt();
        int magic = record.getInt();
        if (magic != RecordLayout.MAGIC_V1 && magic != RecordLayout.MAGIC_V2) {
            throw damaged("magic", "'" + Integer.toHexString(magic) + "' is no message record");
        }
        int bodyCrc = record.getInt();
        int queueId = record.getInt();
        int flag = record.getInt();
        long queueOffset = record.getLong();
        long physicalOffset = record.getLong();
        int sysFlag = record.getInt();
        long bornTimestamp = record.getLong();
        InetSocketAddress bornHost = host(record, SysFlag.isBornHostV6(sysFlag), "born host");
        long storeTimestamp = take(record, Long.BYTES, "store timestamp").getLong();
        InetSocketAddress storeHost = host(record, SysFlag.isStoreHostV6(sysFlag), "store host");
        take(record, Integer.BYTES + Long.BYTES + Integer.BYTES, "fixed part");
        int reconsumeTimes = record.getInt();
        long preparedTransactionOffset = record.getLong();
        byte[] body = bytes(record, record.getInt(), "body");
        int topicBytes;
        if (magic == RecordLayout.MAGIC_V1) {
            topicBytes = take(record, Byte.BYTES, "topic length").get();
        } else {
            topicBytes = take(record, Short.BYTES, "topic length").getShort();
        }
        String topic = new String(bytes(record, topicBytes, "topic"), StandardCharsets.UTF_8);
        int propertiesBytes = take(record, Short.BYTES, "properties length").getShort();
        byte[] properties = bytes(record, propertiesBytes, "properties");
        return new MessageExt(
                topic,
                queueId,
                queueOffset,
                physicalOffset,
                flag,
                sysFlag,
                bornTimestamp,
                bornHost,
                storeTimestamp,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                bodyCrc,
                body,
                MessageProperties.parse(properties, 0, RecordLayout.ownProperties(properties)),
                recordBytes);
    }

    private static InetSocketAddress host(ByteBuffer record, boolean isV6, String field) {
        int hostBytes = isV6 ? RecordLayout.IPV6_HOST_BYTES : RecordLayout.IPV4_HOST_BYTES;
        take(record, hostBytes, field);
        byte[] address = bytes(record, hostBytes - Integer.BYTES, field);
        int port = record.getInt();
        if (port < 0 || port > 0xFFFF) {
            throw damaged(field, "port '" + port + "'");
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are always an address", e);
        }
    }

    private static byte[] bytes(ByteBuffer record, int length, String field) {
        take(record, length, field);
        byte[] bytes = new byte[length];
        record.get(bytes);
        return bytes;
    }

    /** Checks that the next field is there. */
    private static ByteBuffer take(ByteBuffer record, int length, String field) {
        if (length < 0 || length > record.remaining()) {
            throw damaged(
                    field, "length '" + length + "' of " + record.remaining() + " bytes left");
        }
        return record;
    }

    private static RecordFormatException damaged(String field, String problem) {
        return new RecordFormatException(
                ErrorCategory.FAULT,
                "message record cannot be read, field " + field + ": " + problem);
    }
}
