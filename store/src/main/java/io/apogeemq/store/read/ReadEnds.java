package io.apogeemq.store.read;

import io.apogeemq.store.queue.ConsumeQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where in the log the last reads of queues ended: whoever reads on from there can be told without a look at
 * the disk whether that is far behind the end of the log. How many entries a consumer is behind does not say
 * that: a million messages of this minute are all in memory.
 *
 * <p>Direct mapped: a read replaces what is in its slot, so that a reader may be forgotten, never misled.
 *
 * <p>Threads: any, no locks.
 */
final class ReadEnds {

    static final long UNKNOWN = -1;

    private static final int SLOTS = 1 << 12;

    private record End(ConsumeQueue queue, long queueOffset, long physicalOffset) {}

    private final AtomicReferenceArray<End> ends = new AtomicReferenceArray<>(SLOTS);

    /**
     * A read has ended.
     *
     * @param queueOffset where the next begins
     * @param physicalOffset of a message there, or right before
     */
    void note(ConsumeQueue queue, long queueOffset, long physicalOffset) {
        ends.setRelease(slotOf(queue, queueOffset), new End(queue, queueOffset, physicalOffset));
    }

    /** Physical offset of a message at a place where a read ended, or right before, or {@link #UNKNOWN}. */
    long near(ConsumeQueue queue, long queueOffset) {
        End end = ends.getAcquire(slotOf(queue, queueOffset));
        return end != null && end.queue() == queue && end.queueOffset() == queueOffset
                ? end.physicalOffset()
                : UNKNOWN;
    }

    private static int slotOf(ConsumeQueue queue, long queueOffset) {
        int hash = 31 * (queue.topic().hashCode() + queue.queueId()) + Long.hashCode(queueOffset);
        return (hash ^ hash >>> 12 ^ hash >>> 24) & SLOTS - 1;
    }
}
