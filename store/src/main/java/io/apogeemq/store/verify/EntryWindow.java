package io.apogeemq.store.verify;

import io.apogeemq.store.queue.ConsumeQueueEntry;

/** Some entries of one queue, one behind the other. Threads: confined to one. */
final class EntryWindow {

    private final long[] physicalOffsets;
    private final int[] recordBytes;
    private final long[] tagsCodes;
    private long first;
    private int count;

    EntryWindow(int capacity) {
        physicalOffsets = new long[capacity];
        recordBytes = new int[capacity];
        tagsCodes = new long[capacity];
    }

    int capacity() {
        return physicalOffsets.length;
    }

    void begin(long queueOffset) {
        first = queueOffset;
        count = 0;
    }

    void add(long physicalOffset, int bytes, long tagsCode) {
        physicalOffsets[count] = physicalOffset;
        recordBytes[count] = bytes;
        tagsCodes[count] = tagsCode;
        count++;
    }

    boolean holds(long queueOffset) {
        return queueOffset >= first && queueOffset < first + count;
    }

    long first() {
        return first;
    }

    int count() {
        return count;
    }

    long physicalOffset(int index) {
        return physicalOffsets[index];
    }

    int recordBytes(int index) {
        return recordBytes[index];
    }

    long tagsCode(int index) {
        return tagsCodes[index];
    }

    /** Whether it stands for a message; if not it only keeps the place of one that is gone. */
    boolean hasMessage(int index) {
        return recordBytes[index] > 0 && recordBytes[index] != ConsumeQueueEntry.NO_MESSAGE;
    }

    /** Whether its numbers can't be those of an entry. */
    boolean isImpossible(int index) {
        return recordBytes[index] <= 0 || physicalOffsets[index] < 0;
    }
}
