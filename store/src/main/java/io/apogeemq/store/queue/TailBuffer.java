package io.apogeemq.store.queue;

/**
 * The newest entries of a queue in memory: an array that only grows at its end, plus the queue offset
 * of its first entry. It is replaced as a whole when it gets full or cold.
 *
 * <p>Threads: written by the holder of the queue's lock; readers take the published object and look at
 * entries below the published end of the queue only.
 */
final class TailBuffer {

    static final int LEAST_ENTRIES = 16;
    static final int MOST_ENTRIES = 1024;

    private final long firstOffset;
    private final byte[] entries;

    private TailBuffer(long firstOffset, byte[] entries) {
        this.firstOffset = firstOffset;
        this.entries = entries;
    }

    /** Holds nothing and has room for nothing. */
    static TailBuffer empty(long nextOffset) {
        return new TailBuffer(nextOffset, new byte[0]);
    }

    long firstOffset() {
        return firstOffset;
    }

    byte[] entries() {
        return entries;
    }

    int capacity() {
        return entries.length / ConsumeQueueEntry.BYTES;
    }

    boolean hasRoom(long queueOffset) {
        return queueOffset - firstOffset < capacity();
    }

    boolean isLargest() {
        return capacity() >= MOST_ENTRIES;
    }

    void put(long queueOffset, long physicalOffset, int recordBytes, long tagsCode) {
        EntryBuffer.put(
                entries, (int) (queueOffset - firstOffset), physicalOffset, recordBytes, tagsCode);
    }

    /** The same entries with room for more. */
    TailBuffer grown() {
        int capacity = Math.max(LEAST_ENTRIES, Math.min(MOST_ENTRIES, capacity() * 4));
        byte[] larger = new byte[capacity * ConsumeQueueEntry.BYTES];
        System.arraycopy(entries, 0, larger, 0, entries.length);
        return new TailBuffer(firstOffset, larger);
    }

    /** The newer half, for readers that are nearly up to date; the older half is in the file. */
    TailBuffer newerHalf() {
        int dropped = capacity() / 2;
        byte[] same = new byte[entries.length];
        int from = dropped * ConsumeQueueEntry.BYTES;
        System.arraycopy(entries, from, same, 0, entries.length - from);
        return new TailBuffer(firstOffset + dropped, same);
    }
}
