package io.apogeemq.store.commitlog;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.RefusalReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Turns a client batch into the bytes of its records, all of it before the append lock is taken;
 * under it three numbers per record are patched, its checksum is completed, and everything is copied to the
 * map in one put.
 *
 * <p>Measured: the extra copy into the reused array costs less than the four puts per message that it
 * saves inside the lock.
 *
 * <p>Threads: one per appending thread.
 */
final class BatchWriter {

    private static final int SUB_HEADER_BYTES = 4 + 4 + 4 + 4 + 4;
    private static final int KEEP_BYTES = 256 * 1024; // larger arrays are not kept for next time
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private byte[] records = new byte[16 * 1024];
    private int[] starts = new int[64]; // of each record; starts[count] is the end
    private final boolean withCrc;
    private final CRC32 crc = new CRC32();
    private RecordKeys[] keys = new RecordKeys[64]; // of each record; kept for the next batch
    private int[] restCrcs = new int[64]; // of each large record, behind its store time
    private int[] restFactors = new int[64];

    private int count;
    private int headerBytes; // of every record of the batch
    private int storeTimestampAt;
    private RefusalReason problem = RefusalReason.MALFORMED_BATCH;
    private String problemText = "";

    BatchWriter(boolean withCrc) {
        this.withCrc = withCrc;
    }

    /**
     * Encodes all records, and has the request's check look at each message.
     *
     * @return false if the batch can't be stored; {@link #problem} says why
     */
    boolean compose(BatchAppendRequest request, byte[] topic, int maxBatchBytes) {
        ByteBuffer in = request.encoded();
        int at = in.position();
        int end = in.limit();
        if (records.length > KEEP_BYTES) {
            records = new byte[16 * 1024];
            keys = new RecordKeys[starts.length];
        }
        count = 0;
        starts[0] = 0;
        storeTimestampAt = RecordLayout.storeTimestamp(request.bornHost().byteCount());
        while (at < end) {
            int size = end - at < SUB_HEADER_BYTES + 2 ? -1 : in.getInt(at);
            if (size < SUB_HEADER_BYTES + 2 || size > end - at) {
                return refuse(
                        RefusalReason.MALFORMED_BATCH,
                        "message " + count + " of the batch does not fit into it");
            }
            if (!composeOne(request, topic, at, size, maxBatchBytes)) {
                return false;
            }
            at += size;
        }
        return count > 0 || refuse(RefusalReason.MALFORMED_BATCH, "the batch has no messages");
    }

    private boolean composeOne(
            BatchAppendRequest request, byte[] topic, int at, int size, int maxBatchBytes) {
        ByteBuffer in = request.encoded();
        int bodyLength = in.getInt(at + 16);
        if (bodyLength < 0 || bodyLength > size - SUB_HEADER_BYTES - 2) {
            return refuse(
                    RefusalReason.MALFORMED_BATCH,
                    "message " + count + " has body length '" + bodyLength + "', it does not fit");
        }
        int propertiesAt = at + SUB_HEADER_BYTES + bodyLength + 2;
        int propertiesLength = in.getShort(propertiesAt - 2);
        if (propertiesLength < 0 || propertiesAt + propertiesLength != at + size) {
            return refuse(
                    RefusalReason.MALFORMED_BATCH,
                    "message "
                            + count
                            + " has lengths that do not add up to its size '"
                            + size
                            + "'");
        }
        request.check().message(count, bodyLength);
        int start = starts[count];
        byte lastByte = propertiesLength == 0 ? 0 : in.get(at + size - 1);
        int endBytes = RecordWriter.addedBytes(withCrc, propertiesLength, lastByte);
        if (propertiesLength + endBytes > RecordLayout.MAX_PROPERTIES_BYTES) {
            return refuse(
                    RefusalReason.PROPERTIES_TOO_LARGE,
                    "message "
                            + count
                            + " has properties of '"
                            + propertiesLength
                            + "' bytes, at most "
                            + (RecordLayout.MAX_PROPERTIES_BYTES - RecordLayout.RECORD_CRC_BYTES)
                            + " are allowed");
        }
        int recordBytes =
                RecordLayout.recordBytes(
                        request.bornHost().byteCount(),
                        request.storeHost().byteCount(),
                        bodyLength,
                        topic.length,
                        propertiesLength + endBytes);
        if ((long) start + recordBytes > maxBatchBytes) {
            return refuse(
                    RefusalReason.MESSAGE_TOO_LARGE,
                    "the records of the batch need more than the allowed '"
                            + maxBatchBytes
                            + "' bytes: send smaller batches");
        }
        if (count + 1 == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
            keys = Arrays.copyOf(keys, keys.length * 2);
            restCrcs = Arrays.copyOf(restCrcs, restCrcs.length * 2);
            restFactors = Arrays.copyOf(restFactors, restFactors.length * 2);
        }
        starts[count + 1] = start + recordBytes;
        encode(request, topic, at, bodyLength, propertiesAt, propertiesLength, endBytes);
        if (withCrc && recordBytes > RecordWriter.SMALL_BYTES) {
            sumRest(start, recordBytes);
        }
        count++;
        return true;
    }

    private void encode(
            BatchAppendRequest request,
            byte[] topic,
            int at,
            int bodyLength,
            int propertiesAt,
            int propertiesLength,
            int endBytes) {
        ByteBuffer in = request.encoded();
        int start = starts[count];
        int end = starts[count + 1];
        records = RecordWriter.atLeast(records, end);
        byte[] to = records;
        int flag = in.getInt(at + 12);
        if (count == 0) {
            headerBytes = writeHeader(request, flag);
        } else {
            System.arraycopy(to, 0, to, start, headerBytes); // of the first record: hardly differs
            INT.set(to, start + RecordLayout.FLAG, flag);
        }
        int body = start + headerBytes;
        in.get(at + SUB_HEADER_BYTES, to, body, bodyLength);
        int properties =
                RecordWriter.writeTopic(to, body + bodyLength, topic, propertiesLength + endBytes);
        in.get(propertiesAt, to, properties, propertiesLength);
        keysOf(count).read(request.topic(), to, properties, propertiesLength, request.check());
        RecordWriter.putEnd(to, properties + propertiesLength, endBytes);
        RecordWriter.putSizes(
                to,
                start,
                end - start,
                topic.length,
                crcOf(to, body, bodyLength),
                headerBytes,
                bodyLength);
    }

    /** Of the first record; returns how long it is. */
    private int writeHeader(BatchAppendRequest request, int flag) {
        return RecordWriter.writeHeader(
                records,
                0,
                request.queueId(),
                flag,
                request.sysFlag(),
                request.bornTimestamp(),
                request.bornHost(),
                request.storeHost(),
                request.reconsumeTimes(),
                0);
    }

    private RecordKeys keysOf(int index) {
        if (keys[index] == null) {
            keys[index] = new RecordKeys();
        }
        return keys[index];
    }

    /** Sums what does not depend on where a large record goes. */
    private void sumRest(int start, int recordBytes) {
        int head = storeTimestampAt + Long.BYTES;
        int rest = recordBytes - head - RecordCrc.BYTES;
        crc.reset();
        crc.update(records, start + head, rest);
        restCrcs[count] = (int) crc.getValue();
        restFactors[count] = CrcShift.behind(rest);
    }

    private int crcOf(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        crc.reset();
        crc.update(bytes, offset, length);
        return (int) crc.getValue() & 0x7FFFFFFF;
    }

    int count() {
        return count;
    }

    int totalBytes() {
        return starts[count];
    }

    /** Bytes of one record, for the check that it was composed right. */
    int recordBytes(int index) {
        return (int) INT.get(records, starts[index]);
    }

    /** Numbers the records and copies all of them into the map. Append lock held. */
    void copyTo(
            ByteBuffer map,
            int position,
            long firstQueueOffset,
            int queueOffsetStep,
            long physicalOffset,
            long storeTimestamp) {
        for (int i = 0; i < count; i++) {
            int start = starts[i];
            RecordWriter.patch(
                    records,
                    start,
                    firstQueueOffset + (long) i * queueOffsetStep,
                    physicalOffset + start,
                    storeTimestampAt,
                    storeTimestamp);
            if (withCrc) {
                complete(i);
            }
        }
        map.put(position, records, 0, starts[count]);
    }

    /** Lets the dispatch know of all records, of which the first went to {@code physicalOffset}. */
    void tell(
            RecentAppends recent,
            BatchAppendRequest request,
            long firstQueueOffset,
            long physicalOffset,
            long storeTimestamp) {
        for (int i = 0; i < count; i++) {
            recent.add(
                    request.topic(),
                    request.queueId(),
                    firstQueueOffset + i,
                    physicalOffset + starts[i],
                    starts[i + 1] - starts[i],
                    storeTimestamp,
                    keys[i]);
        }
    }

    private void complete(int index) {
        int start = starts[index];
        int end = starts[index + 1];
        if (end - start <= RecordWriter.SMALL_BYTES) {
            RecordWriter.complete(records, start, end - start, crc);
        } else {
            RecordWriter.completeLarge(
                    records,
                    start,
                    storeTimestampAt + Long.BYTES,
                    restFactors[index],
                    restCrcs[index],
                    end - RecordCrc.BYTES,
                    crc);
        }
    }

    /** Where each record went, when the first went to {@code physicalOffset}. */
    long[] physicalOffsets(long physicalOffset) {
        long[] offsets = new long[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = physicalOffset + starts[i];
        }
        return offsets;
    }

    RefusalReason problem() {
        return problem;
    }

    String problemText() {
        return problemText;
    }

    private boolean refuse(RefusalReason reason, String text) {
        problem = reason;
        problemText = text;
        return false;
    }
}
