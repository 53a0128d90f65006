package io.apogeemq.common.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a message looks in the CommitLog: the one home of that format.
 *
 * <pre>
 * big-endian; b = 8 (IPv4 born host) or 20 (IPv6), s = the same for the store host
 *         0  int32  totalSize, this field included
 *         4  int32  magic: V1 (topic length 1 byte), V2 (topic length 2 bytes), or BLANK
 *         8  int32  bodyCrc: CRC-32 of the body masked with 0x7FFFFFFF; 0 for an empty body
 *        12  int32  queueId
 *        16  int32  flag: the application's, opaque
 *        20  int64  queueOffset
 *        28  int64  physicalOffset: where this record begins in the log
 *        36  int32  sysFlag
 *        40  int64  bornTimestamp, ms
 *        48  b      bornHost: address, int32 port
 *      48+b  int64  storeTimestamp, ms
 *      56+b  s      storeHost
 *    56+b+s  int32  reconsumeTimes
 *    60+b+s  int64  preparedTransactionOffset
 *    68+b+s  int32  bodyLength
 *    72+b+s  n      body
 *            1 | 2  topicLength
 *            n      topic, UTF-8
 *            int16  propertiesLength
 *            n      properties: name 0x01 value 0x02 ...
 *
 * the last 20 bytes of the properties, when the record has a checksum of all of it
 *         0  8      "__CRC32#"
 *         8  int8   0x01
 *         9  10     CRC-32 of everything in the record before this property, masked with 0x7FFFFFFF:
 *                   decimal digits, the least significant first, padded with zeros
 *        19  int8   0x02
 *
 * blank filler, closes a file
 *         0  int32  bytes to the end of the file
 *         4  int32  BLANK
 * </pre>
 *
 * Source: store spec, "CommitLog".
 */
public final class RecordLayout {

    public static final int MAGIC_V1 = 0xDAA320A7;
    public static final int MAGIC_V2 = 0xDAA320AB;
    public static final int MAGIC_BLANK = 0xCBD43194;

    public static final int TOTAL_SIZE = 0;
    public static final int MAGIC = 4;
    public static final int BODY_CRC = 8;
    public static final int QUEUE_ID = 12;
    public static final int FLAG = 16;
    public static final int QUEUE_OFFSET = 20;
    public static final int PHYSICAL_OFFSET = 28;
    public static final int SYS_FLAG = 36;
    public static final int BORN_TIMESTAMP = 40;
    public static final int BORN_HOST = 48;

    /** Bytes of an encoded host: address and int32 port. */
    public static final int IPV4_HOST_BYTES = 8;

    public static final int IPV6_HOST_BYTES = 20;

    /** Bytes of the property at the end of a record that holds its checksum. */
    public static final int RECORD_CRC_BYTES = 20;

    private static final byte[] CRC_START =
            (PropertyKeys.RECORD_CRC + MessageProperties.NAME_END)
                    .getBytes(StandardCharsets.US_ASCII);

    /** Bytes of a blank filler; so many always stay free at the end of a file. */
    public static final int BLANK_BYTES = 8;

    public static final int MAX_TOPIC_BYTES_V1 = 127;
    public static final int MAX_TOPIC_BYTES = 255;
    public static final int MAX_PROPERTIES_BYTES = Short.MAX_VALUE;

    /** The smallest record there is: IPv4 hosts, one byte of topic length, everything empty. */
    public static final int MIN_RECORD_BYTES = headerBytes(IPV4_HOST_BYTES, IPV4_HOST_BYTES) + 3;

    private RecordLayout() {}

    /** Length of a record's properties without its checksum at their end. */
    public static int ownProperties(byte[] properties) {
        int own = properties.length - RECORD_CRC_BYTES;
        boolean hasCrc =
                own >= 0
                        && Arrays.equals(
                                properties,
                                own,
                                own + CRC_START.length,
                                CRC_START,
                                0,
                                CRC_START.length);
        return hasCrc ? own : properties.length;
    }

    public static int bornHostBytes(int sysFlag) {
        return SysFlag.isBornHostV6(sysFlag) ? IPV6_HOST_BYTES : IPV4_HOST_BYTES;
    }

    public static int storeHostBytes(int sysFlag) {
        return SysFlag.isStoreHostV6(sysFlag) ? IPV6_HOST_BYTES : IPV4_HOST_BYTES;
    }

    public static int storeTimestamp(int bornHostBytes) {
        return BORN_HOST + bornHostBytes;
    }

    public static int storeHost(int bornHostBytes) {
        return BORN_HOST + bornHostBytes + 8;
    }

    public static int reconsumeTimes(int bornHostBytes, int storeHostBytes) {
        return BORN_HOST + bornHostBytes + 8 + storeHostBytes;
    }

    public static int preparedTransactionOffset(int bornHostBytes, int storeHostBytes) {
        return reconsumeTimes(bornHostBytes, storeHostBytes) + 4;
    }

    public static int bodyLength(int bornHostBytes, int storeHostBytes) {
        return preparedTransactionOffset(bornHostBytes, storeHostBytes) + 8;
    }

    /** Everything in front of the body; also the position of the body. */
    public static int headerBytes(int bornHostBytes, int storeHostBytes) {
        return bodyLength(bornHostBytes, storeHostBytes) + 4;
    }

    /** The magic for a topic of so many bytes; it says how wide the topic length is. */
    public static int magicFor(int topicBytes) {
        return topicBytes > MAX_TOPIC_BYTES_V1 ? MAGIC_V2 : MAGIC_V1;
    }

    /** Width of the topic length field. */
    public static int topicLengthBytes(int magic) {
        return magic == MAGIC_V2 ? 2 : 1;
    }

    /** Size of a whole record. */
    public static int recordBytes(
            int bornHostBytes, int storeHostBytes, int body, int topic, int properties) {
        return headerBytes(bornHostBytes, storeHostBytes)
                + body
                + topicLengthBytes(magicFor(topic))
                + topic
                + 2
                + properties;
    }
}
