package io.apogeemq.store.read;

import io.apogeemq.store.queue.ConsumeQueue;
import io.apogeemq.store.queue.EntryBuffer;
import java.io.IOException;

/**
 * The entries of one queue around the place where a consumer reads, copied out of the queue: whoever reads
 * on where the last read ended gets many entries with one system call, and the next reads none.
 *
 * <p>Entries never change once they are visible, so a copy of them is never stale.
 *
 * <p>Threads: confined to the thread that reads.
 */
final class EntryWindow {

    static final long NOT_HERE = -1;

    private final EntryBuffer entries;
    private ConsumeQueue queue; // null: nothing read yet
    private long first; // queue offset of the first entry

    EntryWindow(int capacity) {
        this.entries = new EntryBuffer(capacity);
    }

    /** What {@link #seek} found; valid until the next one. */
    EntryBuffer entries() {
        return entries;
    }

    /**
     * Finds an entry, reading from the queue if it is not here.
     *
     * @param wanted how many entries from there on the caller would like to have
     * @return its index in {@link #entries}, equal to their count when the queue ends there
     */
    int seek(ConsumeQueue wantedQueue, long queueOffset, int wanted) throws IOException {
        if (isHere(wantedQueue, queueOffset)) {
            return (int) (queueOffset - first);
        }
        boolean readsOn = queue == wantedQueue && queueOffset == first + entries.count();
        queue = null; // if the read fails nothing is known
        wantedQueue.read(queueOffset, readsOn ? entries.capacity() : wanted, entries);
        queue = wantedQueue;
        first = queueOffset;
        return 0;
    }

    private boolean isHere(ConsumeQueue wantedQueue, long queueOffset) {
        return queue == wantedQueue
                && queueOffset >= first
                && queueOffset < first + entries.count();
    }

    /** Where the record of an entry is, or {@link #NOT_HERE}; reads nothing from the queue. */
    long physicalOffset(ConsumeQueue wantedQueue, long queueOffset) {
        return isHere(wantedQueue, queueOffset)
                ? entries.physicalOffset((int) (queueOffset - first))
                : NOT_HERE;
    }
}
