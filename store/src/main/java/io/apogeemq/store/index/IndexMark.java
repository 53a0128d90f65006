package io.apogeemq.store.index;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What we note in entry 0 of an index file, which no chain ever reaches.
 *
 * <pre>
 *   0  int32  "ApIx": entries are on disk; "ApIX": slots too
 *   4  int32  number of the next entry when this was written
 *   8  int64  every record of the log below this physical offset is in this file or one before it
 *  16  int32  CRC-32 of bytes 0..15
 * </pre>
 *
 * The entries below {@code nextEntry} were forced before the mark was written, so it can be believed
 * whatever else a power cut has left. A file of the peer has none.
 *
 * <p>Immutable.
 *
 * @param chainsForced whether slots and links were on disk as well
 */
record IndexMark(boolean chainsForced, int nextEntry, long completeBelow) {

    private static final int ENTRIES_FORCED = 0x41704978;
    private static final int ALL_FORCED = 0x41704958;

    static Optional<IndexMark> read(ByteBuffer entry) {
        int kind = entry.getInt(0);
        boolean isMark = kind == ENTRIES_FORCED || kind == ALL_FORCED;
        if (!isMark || entry.getInt(16) != crcOf(entry.slice(0, 16))) {
            return Optional.empty();
        }
        return Optional.of(new IndexMark(kind == ALL_FORCED, entry.getInt(4), entry.getLong(8)));
    }

    ByteBuffer toBytes() {
        ByteBuffer bytes =
                ByteBuffer.allocate(IndexSize.ENTRY_BYTES)
                        .putInt(chainsForced ? ALL_FORCED : ENTRIES_FORCED)
                        .putInt(nextEntry)
                        .putLong(completeBelow);
        return bytes.putInt(crcOf(bytes.slice(0, 16))).flip();
    }

    private static int crcOf(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
