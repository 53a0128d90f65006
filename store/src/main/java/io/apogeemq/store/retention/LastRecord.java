package io.apogeemq.store.retention;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.file.MappedFile;
import java.nio.ByteBuffer;

/**
 * Finds the last record of a full log file without reading the file: backwards from its end, over the
 * blank filler.
 *
 * <p>Threads: confined to the retention thread.
 */
final class LastRecord {

    /** The filler and the last record are each smaller than the largest record. */
    private static final int MOST_SEARCHED_BYTES = 32 << 20;

    private final RecordScanner scanner = new RecordScanner();

    /** Its store time; {@link RetentionPlan#UNKNOWN_TIME} if the end of the file can't be read. */
    long storeTimestamp(MappedFile file) {
        try {
            return search(file);
        } catch (InternalError e) { // how the JVM tells of a page that the disk can't read
            return RetentionPlan.UNKNOWN_TIME;
        }
    }

    private long search(MappedFile file) {
        ByteBuffer map = file.buffer();
        int last = file.fileBytes() - RecordLayout.MIN_RECORD_BYTES;
        int least = Math.max(0, last - MOST_SEARCHED_BYTES);
        for (int at = last; at >= least; at--) {
            int magic = map.getInt(at + RecordLayout.MAGIC);
            boolean isRecord = magic == RecordLayout.MAGIC_V1 || magic == RecordLayout.MAGIC_V2;
            if (isRecord && isLast(file, map, at)) {
                return scanner.storeTimestamp();
            }
        }
        return RetentionPlan.UNKNOWN_TIME;
    }

    private boolean isLast(MappedFile file, ByteBuffer map, int at) {
        if (scanner.inspect(map, at, file.fileBytes(), file.firstOffset() + at, true)
                != RecordCheck.VALID) {
            return false;
        }
        int end = at + scanner.recordBytes();
        int room = file.fileBytes() - end;
        return room < RecordLayout.BLANK_BYTES
                || (map.getInt(end + RecordLayout.MAGIC) == RecordLayout.MAGIC_BLANK
                        && map.getInt(end + RecordLayout.TOTAL_SIZE) == room);
    }
}
