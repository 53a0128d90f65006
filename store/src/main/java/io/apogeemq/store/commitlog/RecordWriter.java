package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchCheck;
import io.apogeemq.store.append.HostAddress;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Composes one record in a reused array before the append lock is taken; under it three numbers are
 * patched, the checksum is completed, and the record is copied to the map.
 *
 * <p>A small record is composed as a whole: one copy more, but one wide put and one checksum under the
 * lock. Of a large one body and properties stay where they are and are summed before the lock is taken; under
 * it only the bytes in front of them are, and the two sums are joined ({@link CrcShift}).
 *
 * <p>Threads: one per appending thread.
 */
final class RecordWriter {

    /** Up to here summing the whole record costs less than joining two sums. */
    static final int SMALL_BYTES = 1024;

    private static final byte VALUE_END = 2;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final boolean withCrc;
    private final CRC32 crc = new CRC32();
    private final RecordKeys keys = new RecordKeys();

    // A small record whole; of a large one the header up to the body, then topic length, topic and
    // properties length, then what stands behind the producer's properties.
    private final byte[] scratch = new byte[SMALL_BYTES + 512];

    private AppendRequest large; // whose body and properties are copied under the lock
    private int recordBytes;
    private int headerBytes;
    private int middleBytes; // between body and properties
    private int endBytes; // behind the producer's properties
    private int storeTimestampAt;
    private int restCrc; // of a large record: what stands behind the store time
    private int restFactor;

    RecordWriter(boolean withCrc) {
        this.withCrc = withCrc;
    }

    /** Bytes that are added to properties: a missing end of the last one, and the checksum. */
    static int addedBytes(boolean withCrc, int propertiesLength, byte lastByte) {
        if (!withCrc) {
            return 0;
        }
        return RecordCrc.BYTES + (propertiesLength > 0 && lastByte != VALUE_END ? 1 : 0);
    }

    /** Writes what is added to properties, but for the checksum's digits. */
    static void putEnd(byte[] to, int at, int addedBytes) {
        if (addedBytes > RecordCrc.BYTES) {
            to[at] = VALUE_END;
        }
    }

    /**
     * Composes a record but for queue offset, physical offset, store time and checksum.
     *
     * @return false if the properties and what is added to them don't fit into a record
     */
    boolean compose(AppendRequest message, byte[] topic) {
        int properties = message.propertiesLength();
        endBytes =
                addedBytes(
                        withCrc,
                        properties,
                        properties == 0
                                ? 0
                                : message.properties()[
                                        message.propertiesOffset() + properties - 1]);
        int stored = properties + endBytes;
        if (stored > RecordLayout.MAX_PROPERTIES_BYTES) {
            return false;
        }
        int body = message.body().remaining();
        recordBytes =
                RecordLayout.recordBytes(
                        message.bornHost().byteCount(),
                        message.storeHost().byteCount(),
                        body,
                        topic.length,
                        stored);
        storeTimestampAt = RecordLayout.storeTimestamp(message.bornHost().byteCount());
        keys.read(
                message.topic(),
                message.properties(),
                message.propertiesOffset(),
                properties,
                BatchCheck.NONE);
        headerBytes =
                writeHeader(
                        scratch,
                        0,
                        message.queueId(),
                        message.flag(),
                        message.sysFlag(),
                        message.bornTimestamp(),
                        message.bornHost(),
                        message.storeHost(),
                        message.reconsumeTimes(),
                        message.preparedTransactionOffset());
        putSizes(scratch, 0, recordBytes, topic.length, message.bodyCrc(), headerBytes, body);
        if (recordBytes <= SMALL_BYTES) {
            composeSmall(message, topic, stored);
        } else {
            composeLarge(message, topic, stored);
        }
        return true;
    }

    private void composeSmall(AppendRequest message, byte[] topic, int storedProperties) {
        ByteBuffer body = message.body();
        int bodyBytes = body.remaining();
        body.get(body.position(), scratch, headerBytes, bodyBytes);
        int at = writeTopic(scratch, headerBytes + bodyBytes, topic, storedProperties);
        int properties = message.propertiesLength();
        System.arraycopy(message.properties(), message.propertiesOffset(), scratch, at, properties);
        putEnd(scratch, at + properties, endBytes);
    }

    private void composeLarge(AppendRequest message, byte[] topic, int storedProperties) {
        int end = writeTopic(scratch, headerBytes, topic, storedProperties);
        middleBytes = end - headerBytes;
        putEnd(scratch, end, endBytes);
        large = message;
        if (withCrc) {
            int head = storeTimestampAt + Long.BYTES;
            crc.reset();
            crc.update(scratch, head, headerBytes - head);
            crc.update(message.body().duplicate());
            crc.update(scratch, headerBytes, middleBytes);
            crc.update(
                    message.properties(), message.propertiesOffset(), message.propertiesLength());
            crc.update(scratch, end, endBytes - RecordCrc.BYTES);
            restCrc = (int) crc.getValue();
            restFactor = CrcShift.behind(recordBytes - RecordCrc.BYTES - head);
        }
    }

    int recordBytes() {
        return recordBytes;
    }

    /** Tag and keys of the message. */
    RecordKeys keys() {
        return keys;
    }

    /** Copies the record into the map. Append lock held. */
    void copyTo(
            ByteBuffer map,
            int position,
            long queueOffset,
            long physicalOffset,
            long storeTimestamp) {
        patch(scratch, 0, queueOffset, physicalOffset, storeTimestampAt, storeTimestamp);
        if (recordBytes <= SMALL_BYTES) {
            if (withCrc) {
                complete(scratch, 0, recordBytes, crc);
            }
            map.put(position, scratch, 0, recordBytes);
        } else {
            copyLargeTo(map, position);
        }
    }

    private void copyLargeTo(ByteBuffer map, int position) {
        int end = headerBytes + middleBytes;
        if (withCrc) {
            completeLarge(
                    scratch,
                    0,
                    storeTimestampAt + Long.BYTES,
                    restFactor,
                    restCrc,
                    end + endBytes - RecordCrc.BYTES,
                    crc);
        }
        AppendRequest request = large;
        large = null;
        ByteBuffer body = request.body();
        int bodyBytes = body.remaining();
        int at = position;
        map.put(at, scratch, 0, headerBytes);
        at += headerBytes;
        map.put(at, body, body.position(), bodyBytes);
        at += bodyBytes;
        map.put(at, scratch, headerBytes, middleBytes);
        at += middleBytes;
        map.put(at, request.properties(), request.propertiesOffset(), request.propertiesLength());
        at += request.propertiesLength();
        map.put(at, scratch, end, endBytes);
    }

    /** Sums a whole record and writes the checksum at its end. */
    static void complete(byte[] record, int start, int recordBytes, CRC32 crc) {
        int summed = recordBytes - RecordCrc.BYTES;
        crc.reset();
        crc.update(record, start, summed);
        RecordCrc.put(record, start + summed, (int) crc.getValue());
    }

    /** Sums the head of a record, joins it with the sum of the rest, and writes the checksum. */
    static void completeLarge(
            byte[] bytes,
            int start,
            int headBytes,
            int restFactor,
            int restCrc,
            int crcAt,
            CRC32 crc) {
        crc.reset();
        crc.update(bytes, start, headBytes);
        RecordCrc.put(bytes, crcAt, CrcShift.join((int) crc.getValue(), restFactor, restCrc));
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
