package io.apogeemq.store.queue;

/**
 * The newest entries of a queue in memory: an array that only grows at its end, plus the queue offset
 * of its first entry. It is replaced as a whole when it gets full or cold.
 *
 * <p>Threads: written by the holder of the queue's lock; readers take the published object and look at
 * entries below the published end of the queue only.
 */
final class TailBuffer {

    static final int LEAST_ENTRIES = 8;
    static final int MOST_ENTRIES = 1024;

    /** What the objects around the entries take in memory, about. */
    private static final int OVERHEAD_BYTES = 40;

    private static final byte[] NOTHING = {};

    private final long firstOffset;
    private final byte[] entries;

    private TailBuffer(long firstOffset, byte[] entries) {
        this.firstOffset = firstOffset;
        this.entries = entries;
    }

    /** Holds nothing and has room for nothing. */
    static TailBuffer empty(long nextOffset) {
        return new TailBuffer(nextOffset, NOTHING);
    }

    long firstOffset() {
        return firstOffset;
    }

    byte[] entries() {
        return entries;
    }

    /** What it takes in memory, about; 0 if it has room for nothing. */
    int memoryBytes() {
        return entries.length == 0 ? 0 : entries.length + OVERHEAD_BYTES;
    }

    boolean hasRoom(long queueOffset) {
        return queueOffset - firstOffset < capacity();
    }

    /** Whether what is in it must be in the file before there can be room for more. */
    boolean mustBeWritten(long writtenOffset) {
        return capacity() >= MOST_ENTRIES && !isOlderHalfWritten(writtenOffset);
    }

    void put(long queueOffset, long physicalOffset, int recordBytes, long tagsCode) {
        EntryBuffer.put(
                entries, (int) (queueOffset - firstOffset), physicalOffset, recordBytes, tagsCode);
    }

    /**
     * One with room for more: without the older half if that is in the file, else larger. The newer half
     * stays for readers that are nearly up to date.
     */
    TailBuffer withRoom(long writtenOffset) {
        int dropped = isOlderHalfWritten(writtenOffset) ? capacity() / 2 : 0;
        int capacity =
                dropped > 0
                        ? capacity()
                        : Math.max(LEAST_ENTRIES, Math.min(MOST_ENTRIES, capacity() * 2));
        byte[] replacement = new byte[capacity * ConsumeQueueEntry.BYTES];
        int from = dropped * ConsumeQueueEntry.BYTES;
        System.arraycopy(entries, from, replacement, 0, entries.length - from);
        return new TailBuffer(firstOffset + dropped, replacement);
    }

    private boolean isOlderHalfWritten(long writtenOffset) {
        return capacity() > 0 && writtenOffset - firstOffset >= capacity() / 2;
    }

    private int capacity() {
        return entries.length / ConsumeQueueEntry.BYTES;
    }
}
