package io.apogeemq.store.index;

import java.nio.ByteBuffer;

/**
 * The first 40 bytes of an index file, inside one sector: what they say was on disk before them.
 *
 * <pre>
 *   0  int64  store time of the first entry
 *   8  int64  store time of the last entry
 *  16  int64  physical offset of the first entry
 *  24  int64  physical offset of the last entry
 *  32  int32  slots in use
 *  36  int32  number of the next entry, from 1 on
 * </pre>
 *
 * Source: store spec, "IndexFile".
 *
 * <p>Immutable.
 */
record IndexHeader(
        long beginTimestamp,
        long endTimestamp,
        long beginPhysicalOffset,
        long endPhysicalOffset,
        int slotsUsed,
        int nextEntry) {

    static final IndexHeader EMPTY = new IndexHeader(0, 0, 0, 0, 0, 1);

    static IndexHeader read(ByteBuffer file) {
        return new IndexHeader(
                file.getLong(0),
                file.getLong(8),
                file.getLong(16),
                file.getLong(24),
                file.getInt(32),
                Math.max(1, file.getInt(36)));
    }

    ByteBuffer toBytes() {
        return ByteBuffer.allocate(IndexSize.HEADER_BYTES)
                .putLong(beginTimestamp)
                .putLong(endTimestamp)
                .putLong(beginPhysicalOffset)
                .putLong(endPhysicalOffset)
                .putInt(slotsUsed)
                .putInt(nextEntry)
                .flip();
    }
}
