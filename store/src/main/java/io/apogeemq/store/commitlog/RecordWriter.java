package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.store.append.HostAddress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Composes records: everything but body and properties goes to a reused array before the append lock
 * is taken; under it three numbers are patched and the parts are copied to the map in a few wide
 * puts.
 *
 * <p>Threads: one per appending thread.
 */
final class RecordWriter {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    // header (up to the body), then topic length, topic, properties length
    private final byte[] scratch = new byte[512];

    private int headerBytes;
    private int middleBytes; // between body and properties
    private int bodyBytes;
    private int propertiesBytes;
    private int storeTimestampAt;

    /** Composes a record but for queue offset, physical offset and store time. */
    void compose(
            byte[] topic,
            int queueId,
            int flag,
            int sysFlag,
            long bornTimestamp,
            HostAddress bornHost,
            HostAddress storeHost,
            int reconsumeTimes,
            long preparedTransactionOffset,
            int bodyLength,
            int bodyCrc,
            int propertiesLength) {
        bodyBytes = bodyLength;
        propertiesBytes = propertiesLength;
        headerBytes =
                writeHeader(
                        scratch,
                        0,
                        queueId,
                        flag,
                        sysFlag,
                        bornTimestamp,
                        bornHost,
                        storeHost,
                        reconsumeTimes,
                        preparedTransactionOffset);
        storeTimestampAt = RecordLayout.storeTimestamp(bornHost.byteCount());
        int end = writeTopic(scratch, headerBytes, topic, propertiesLength);
        middleBytes = end - headerBytes;
        putSizes(scratch, 0, recordBytes(), topic.length, bodyCrc, headerBytes, bodyLength);
    }

    int recordBytes() {
        return headerBytes + bodyBytes + middleBytes + propertiesBytes;
    }

    /** Copies the record into the map. Append lock held. */
    void copyTo(
            ByteBuffer map,
            int position,
            long queueOffset,
            long physicalOffset,
            long storeTimestamp,
            ByteBuffer body,
            byte[] properties,
            int propertiesOffset) {
        byte[] from = scratch;
        patch(from, 0, queueOffset, physicalOffset, storeTimestampAt, storeTimestamp);
        int at = position;
        map.put(at, from, 0, headerBytes);
        at += headerBytes;
        map.put(at, body, body.position(), bodyBytes);
        at += bodyBytes;
        map.put(at, from, headerBytes, middleBytes);
        at += middleBytes;
        map.put(at, properties, propertiesOffset, propertiesBytes);
    }

    /** sysFlag with the bits that say how wide the two hosts are. */
    static int withHostWidths(int sysFlag, HostAddress bornHost, HostAddress storeHost) {
        int flags = sysFlag & ~(SysFlag.BORN_HOST_V6 | SysFlag.STORE_HOST_V6);
        if (bornHost.isIpv6()) {
            flags |= SysFlag.BORN_HOST_V6;
        }
        if (storeHost.isIpv6()) {
            flags |= SysFlag.STORE_HOST_V6;
        }
        return flags;
    }

    /** Writes what stands before the body; returns the position behind it. */
    static int writeHeader(
            byte[] to,
            int start,
            int queueId,
            int flag,
            int sysFlag,
            long bornTimestamp,
            HostAddress bornHost,
            HostAddress storeHost,
            int reconsumeTimes,
            long preparedTransactionOffset) {
        INT.set(to, start + RecordLayout.QUEUE_ID, queueId);
        INT.set(to, start + RecordLayout.FLAG, flag);
        INT.set(to, start + RecordLayout.SYS_FLAG, withHostWidths(sysFlag, bornHost, storeHost));
        LONG.set(to, start + RecordLayout.BORN_TIMESTAMP, bornTimestamp);
        int at = bornHost.copyTo(to, start + RecordLayout.BORN_HOST);
        at = storeHost.copyTo(to, at + 8);
        INT.set(to, at, reconsumeTimes);
        LONG.set(to, at + 4, preparedTransactionOffset);
        return at + 16;
    }

    /** Writes topic and properties length; returns the position behind them. */
    static int writeTopic(byte[] to, int start, byte[] topic, int propertiesLength) {
        int at = start;
        if (topic.length > RecordLayout.MAX_TOPIC_BYTES_V1) {
            to[at++] = (byte) (topic.length >>> 8);
        }
        to[at++] = (byte) topic.length;
        System.arraycopy(topic, 0, to, at, topic.length);
        at += topic.length;
        to[at++] = (byte) (propertiesLength >>> 8);
        to[at++] = (byte) propertiesLength;
        return at;
    }

    static void putSizes(
            byte[] to,
            int start,
            int recordBytes,
            int topicBytes,
            int bodyCrc,
            int headerBytes,
            int bodyLength) {
        INT.set(to, start + RecordLayout.TOTAL_SIZE, recordBytes);
        INT.set(to, start + RecordLayout.MAGIC, RecordLayout.magicFor(topicBytes));
        INT.set(to, start + RecordLayout.BODY_CRC, bodyCrc);
        INT.set(to, start + headerBytes - 4, bodyLength);
    }

    /** Fills in what is known under the append lock only. */
    static void patch(
            byte[] to,
            int start,
            long queueOffset,
            long physicalOffset,
            int storeTimestampAt,
            long storeTimestamp) {
        LONG.set(to, start + RecordLayout.QUEUE_OFFSET, queueOffset);
        LONG.set(to, start + RecordLayout.PHYSICAL_OFFSET, physicalOffset);
        LONG.set(to, start + storeTimestampAt, storeTimestamp);
    }

    /** Makes an array at least so large, keeping its content. */
    static byte[] atLeast(byte[] array, int length) {
        return array.length >= length
                ? array
                : Arrays.copyOf(array, Math.max(length, array.length * 2));
    }
}
