package io.apogeemq.store.checkpoint;

import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the store got, as positions that were on disk before they were written here.
 *
 * <pre>
 * 4096 bytes, big-endian
 *   0  int64  store time of the newest message known forced       (the peer's fields, 0..47)
 *   8  int64  store time of the newest message in a forced queue
 *  16  int64  time of the newest forced index; left as found
 *  24  int64  master's flushed offset; left as found
 *  32  int64  confirmed physical offset
 *  40  int64  position of the queues, of 5.5 and later; 0: the peer goes by the times
 * 256  int64  mark: "ApogeeM2"                                     (ours, from here)
 * 264  int64  log forced below this physical offset
 * 272  int64  queues forced for all records below this physical offset
 * 280  int64  records from this physical offset on end in a checksum; 2^63-1 if nobody knows
 * 288  int32  CRC-32 of bytes 0..287
 * </pre>
 *
 * The checksum covers the peer's fields, too: when the peer has worked on the store since, it does not
 * fit, and our two positions, which the peer left as they were, are not believed.
 *
 * <p>All of it is inside one sector, so a power cut leaves the old or the new content; should it not, the
 * checksum says so and the next start reads more of the log.
 *
 * <p>Threads: opener first, then the checkpoint thread.
 */
public final class StoreCheckpoint {

    private static final Logger log = LoggerFactory.getLogger(StoreCheckpoint.class);

    private static final int FILE_BYTES = 4096;

    /** Says that our fields are there. */
    public static final long MARK = 0x41706F6765654D32L;

    /** Where the mark is: far behind what a peer may add to its fields, and in the same sector. */
    public static final int MARK_AT = 256;

    private static final int INDEX_TIME = 16;
    private static final int MASTER_FLUSHED = 24;
    private static final int CRC_AT = MARK_AT + 32;
    private static final long NOWHERE = Long.MAX_VALUE;

    private final StoreFiles files;
    private final Path path;
    private final long indexTimestamp;
    private final long masterFlushedOffset;
    private final Found found;

    private long distrustedFrom = Long.MAX_VALUE; // confined to the opener
    private volatile long checksumsFrom; // written by: the opener
    private volatile long coveredBelow; // written by: whoever writes the file

    /**
     * What a checkpoint said when the store was opened.
     *
     * @param isOurs whether the two offsets are there; else they are 0
     * @param indexTimestamp store time at which the newest index file ends that was forced
     * @param flushedOffset the log was forced below this
     * @param queuesOffset the queues were forced for all records below this
     * @param checksumsFrom records from here on end in a checksum of all of them: one without is damaged
     */
    public record Found(
            boolean isOurs,
            long logTimestamp,
            long queuesTimestamp,
            long indexTimestamp,
            long flushedOffset,
            long queuesOffset,
            long checksumsFrom) {}

    private StoreCheckpoint(StoreFiles files, Path path, ByteBuffer page) {
        this.files = files;
        this.path = path;
        this.indexTimestamp = page.getLong(INDEX_TIME);
        this.masterFlushedOffset = page.getLong(MASTER_FLUSHED);
        boolean ours = page.getLong(MARK_AT) == MARK && page.getInt(CRC_AT) == crcOf(page);
        this.found =
                new Found(
                        ours,
                        page.getLong(0),
                        page.getLong(8),
                        indexTimestamp,
                        ours ? page.getLong(MARK_AT + 8) : 0,
                        ours ? page.getLong(MARK_AT + 16) : 0,
                        ours ? page.getLong(MARK_AT + 24) : NOWHERE);
        this.checksumsFrom = found.checksumsFrom();
        this.coveredBelow = Math.min(found.flushedOffset(), found.queuesOffset());
    }

    /** Reads the file; one that is absent, short or unreadable counts as zeros: more of the log is read. */
    public static StoreCheckpoint read(StoreFiles files, Path path) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(FILE_BYTES);
        if (files.exists(path)) {
            try (StoreFile file = files.open(path)) {
                if (file.read(page, 0) < FILE_BYTES) {
                    log.warn("checkpoint is short, more of the log is read file={}", path);
                }
            } catch (IOException e) {
                log.warn("checkpoint can't be read, more of the log is read file={}", path, e);
                page.clear().put(new byte[FILE_BYTES]);
            }
        }
        return new StoreCheckpoint(files, path, page);
    }

    public Found found() {
        return found;
    }

    /**
     * Below this a crash makes nobody read the log again: it was forced, and so was everything that
     * is derived from it.
     */
    public long coveredBelow() {
        return coveredBelow;
    }

    /**
     * Says for what is written from now on where records with checksums begin.
     *
     * @param isWritingThem whether every record from the end of the log on gets one
     */
    public void recordsEndInChecksums(boolean isWritingThem, long logEnd) {
        checksumsFrom = isWritingThem ? Math.min(checksumsFrom, logEnd) : NOWHERE;
    }

    /** Records from this physical offset on end in a checksum; one without is damaged. */
    public long checksumsFrom() {
        return checksumsFrom;
    }

    /** Durably takes back what was found, as far as it promises queues for records from here on. */
    public void distrustQueues(long fromPhysicalOffset) throws IOException {
        if (found.isOurs() && fromPhysicalOffset < Math.min(found.queuesOffset(), distrustedFrom)) {
            distrustedFrom = fromPhysicalOffset;
            write(found.logTimestamp(), 0, found.flushedOffset(), fromPhysicalOffset);
        }
    }

    /** Writes durably. Everything the offsets promise must be on disk already. */
    public void write(
            long logTimestamp, long queuesTimestamp, long flushedOffset, long queuesOffset)
            throws IOException {
        ByteBuffer page = ByteBuffer.allocate(FILE_BYTES);
        page.putLong(0, logTimestamp).putLong(8, queuesTimestamp);
        page.putLong(INDEX_TIME, indexTimestamp).putLong(MASTER_FLUSHED, masterFlushedOffset);
        page.putLong(32, flushedOffset);
        page.putLong(MARK_AT, MARK);
        page.putLong(MARK_AT + 8, flushedOffset).putLong(MARK_AT + 16, queuesOffset);
        page.putLong(MARK_AT + 24, checksumsFrom);
        page.putInt(CRC_AT, crcOf(page));
        if (files.exists(path)) {
            try (StoreFile file = files.open(path)) {
                file.write(page, 0);
                file.force();
            }
        } else {
            files.writeForced(path, page.array());
            files.forceDirectory(path.toAbsolutePath().getParent());
        }
        coveredBelow = Math.min(flushedOffset, queuesOffset);
    }

    private static int crcOf(ByteBuffer page) {
        CRC32 crc = new CRC32();
        crc.update(page.slice(0, CRC_AT));
        return (int) crc.getValue();
    }
}
