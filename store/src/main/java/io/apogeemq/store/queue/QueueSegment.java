package io.apogeemq.store.queue;

import io.apogeemq.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One queue file that is being looked through: a block of entries is read at a time, so that a short
 * queue costs one read, and a long one a few.
 *
 * <p>Entries up to some place are in order and below a physical offset; what is behind that was not
 * forced: other entries, zeros, or what a power cut made of them.
 *
 * <p>Threads: the opening thread. One object is used for file after file.
 */
final class QueueSegment implements FirstKept.Entries {

    private static final int BLOCK_ENTRIES = 200;

    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_ENTRIES * ConsumeQueueEntry.BYTES);
    private final long logMinOffset;
    private final long trustedBelow;
    private StoreFile file;
    private int entries;
    private int blockFirst;
    private int blockCount;

    /**
     * @param logMinOffset entries that point below have lost their message
     * @param trustedBelow entries that point at or behind this are not believed
     */
    QueueSegment(long logMinOffset, long trustedBelow) {
        this.logMinOffset = logMinOffset;
        this.trustedBelow = trustedBelow;
    }

    /** Looks at a file from now on, which has room for so many entries. */
    void lookAt(StoreFile newFile, int newEntries) {
        file = newFile;
        entries = newEntries;
        blockFirst = 0;
        blockCount = 0;
    }

    @Override
    public long physicalOffset(long index) throws IOException {
        return block.getLong(at(index) + ConsumeQueueEntry.PHYSICAL_OFFSET);
    }

    @Override
    public int recordBytes(long index) throws IOException {
        return block.getInt(at(index) + ConsumeQueueEntry.RECORD_BYTES);
    }

    /** Whether an entry points to a record below the trusted offset. */
    boolean isTrusted(int index) throws IOException {
        int at = at(index);
        long physical = block.getLong(at + ConsumeQueueEntry.PHYSICAL_OFFSET);
        return block.getInt(at + ConsumeQueueEntry.RECORD_BYTES) > 0
                && physical >= 0
                && physical < trustedBelow;
    }

    /** Whether nothing was ever written there, or what comes again from the log. */
    boolean isBlankOrNewer(int index) throws IOException {
        long physical = physicalOffset(index);
        int recordBytes = recordBytes(index);
        return recordBytes == 0 && physical == 0 || recordBytes > 0 && physical >= trustedBelow;
    }

    /** How many entries from the first on can be trusted: whatever lies behind is not looked at. */
    int trustedEntries() throws IOException {
        int low = 0; // the block that begins here begins with a trusted entry, or it is the first
        int high = entries; // no block from here on does
        for (int step = BLOCK_ENTRIES; low + step < high; step *= 4) {
            if (!continues(low + step)) {
                high = low + step;
                break;
            }
            low += step;
        }
        while (high - low > BLOCK_ENTRIES) {
            int middle = low + (high - low) / 2 / BLOCK_ENTRIES * BLOCK_ENTRIES;
            middle = middle == low ? low + BLOCK_ENTRIES : middle;
            if (continues(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        int at = low;
        while (at < high && continues(at)) {
            at++;
        }
        return at;
    }

    /** Whether trusted entries follow one that is not: then that one is damaged, not the end. */
    boolean goesOnBehind(int end) throws IOException {
        for (int at = end; at < Math.min(entries, end + BLOCK_ENTRIES); at++) {
            if (isTrusted(at) && physicalOffset(at) > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an entry and the one before it are trusted and in order. One alone may be torn so that it
     * looks like an old one.
     */
    private boolean continues(int index) throws IOException {
        if (!isTrusted(index)) {
            return false;
        }
        if (index == 0) {
            return true;
        }
        long physical = physicalOffset(index);
        return isTrusted(index - 1) && (isFront(index) || physical >= physicalOffset(index - 1));
    }

    /** The first of so many entries whose message the log still has; {@code count} if there is none. */
    int firstKept(int count) throws IOException {
        return count > 0 && isKept(0) ? 0 : (int) FirstKept.in(this, 0, count);
    }

    /** Points to something the log still has, and is none of the marked entries at the front. */
    @Override
    public boolean isKept(long index) throws IOException {
        return physicalOffset(index) >= logMinOffset && !isFront(index);
    }

    /** One of the marked entries in front of the first message. */
    boolean isFront(long index) throws IOException {
        return physicalOffset(index) == 0 && recordBytes(index) == ConsumeQueueEntry.NO_MESSAGE;
    }

    private int at(long entry) throws IOException {
        int index = (int) entry; // a file has no more
        if (index < blockFirst || index >= blockFirst + blockCount) {
            blockFirst = index / BLOCK_ENTRIES * BLOCK_ENTRIES;
            blockCount = Math.min(BLOCK_ENTRIES, entries - blockFirst);
            block.clear().limit(blockCount * ConsumeQueueEntry.BYTES);
            file.read(block, (long) blockFirst * ConsumeQueueEntry.BYTES);
            while (block.hasRemaining()) {
                block.put((byte) 0); // behind the end of a short file
            }
        }
        return (index - blockFirst) * ConsumeQueueEntry.BYTES;
    }
}
