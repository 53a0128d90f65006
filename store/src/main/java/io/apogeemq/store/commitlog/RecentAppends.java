package io.apogeemq.store.commitlog;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the dispatch needs to know of the records that were appended last, so that it need not read them again
 * and take them apart: a ring of bounded size. It is help, not truth: a record that is not in it is read from
 * the log.
 *
 * <pre>
 * state    what is appended          leaves it when
 *   open   goes in                   the ring is full: the dispatch is behind
 *   full   is left to the log        the ring is empty: the dispatch has read all that is in it
 * </pre>
 *
 * <p>It stays out until the ring is empty so that the dispatch meets long runs, not every second record.
 *
 * <p>Threads: filled by the holder of the append lock; read by the dispatch thread. A slot belongs to the
 * reader from when {@code tail} has passed it until {@code head} has.
 */
public final class RecentAppends {

    /** What is appended in about 20 ms under full load. */
    private static final int SLOTS = 1 << 14;

    /** One slot is one line of the processor's cache. */
    private static final int LONGS_OF_SLOT = 8;

    private static final int PHYSICAL_OFFSET = 0;
    private static final int QUEUE_OFFSET = 1;
    private static final int STORE_TIMESTAMP = 2;
    private static final int TAG_HASH = 3;
    private static final int QUEUE_ID_AND_BYTES = 4;
    private static final int HASHES = 5; // the first long: how many, and the first hash

    private static final int MOST_HASHES = 2 * (LONGS_OF_SLOT - HASHES) - 1;

    /** The reader gives slots back so many at a time: each time costs both threads a line of the cache. */
    private static final int GIVEN_BACK = 256;

    private long[] slots = {}; // made by the first append, before tail moves
    private String[] topics = {};
    private final AtomicLong tail = new AtomicLong(); // written under the append lock
    private final AtomicLong head = new AtomicLong(); // written by: dispatch

    private boolean isFull; // guarded by the append lock
    private long headSeen; // guarded by the append lock

    // confined to the dispatch thread
    private long position; // of the slot that was looked at last
    private long tailSeen;
    private int slot; // of the record that was found

    /** Takes a record of a queue, in log order; append lock held. Hot. */
    void add(
            String topic,
            int queueId,
            long queueOffset,
            long physicalOffset,
            int recordBytes,
            long storeTimestamp,
            RecordKeys keys) {
        long at = tail.getPlain();
        if (keys.count() > MOST_HASHES || !hasRoom(at)) {
            return;
        }
        if (slots.length == 0) {
            slots = new long[SLOTS * LONGS_OF_SLOT];
            topics = new String[SLOTS];
        }
        int index = (int) at & SLOTS - 1;
        int base = index * LONGS_OF_SLOT;
        topics[index] = topic;
        slots[base + PHYSICAL_OFFSET] = physicalOffset;
        slots[base + QUEUE_OFFSET] = queueOffset;
        slots[base + STORE_TIMESTAMP] = storeTimestamp;
        slots[base + TAG_HASH] = keys.tagHash();
        slots[base + QUEUE_ID_AND_BYTES] = pack(queueId, recordBytes);
        int count = keys.count();
        slots[base + HASHES] = pack(count, count > 0 ? keys.hash(0) : 0);
        for (int i = 1; i < count; i += 2) {
            slots[base + HASHES + (i + 1) / 2] =
                    pack(keys.hash(i), i + 1 < count ? keys.hash(i + 1) : 0);
        }
        tail.setRelease(at + 1);
    }

    private boolean hasRoom(long at) {
        if (isFull || at - headSeen == SLOTS) {
            headSeen = head.getAcquire();
            isFull = isFull ? at != headSeen : at - headSeen == SLOTS;
        }
        return !isFull;
    }

    private static long pack(int high, int low) {
        return (long) high << Integer.SIZE | low & 0xFFFFFFFFL;
    }

    /**
     * Looks for the record at a place of the log, and lets go of those before it. What it says about the
     * record holds until the next look. Dispatch thread. Hot.
     */
    public boolean find(long physicalOffset) {
        while (hasNext()) {
            int index = (int) position & SLOTS - 1;
            long found = slots[index * LONGS_OF_SLOT + PHYSICAL_OFFSET];
            if (found >= physicalOffset) {
                slot = index;
                return found == physicalOffset;
            }
            position++;
            if (position - head.getPlain() == GIVEN_BACK) {
                head.setRelease(position);
            }
        }
        return false;
    }

    private boolean hasNext() {
        if (position == tailSeen) {
            tailSeen = tail.getAcquire();
            if (position == tailSeen) {
                head.setRelease(position); // empty
            }
        }
        return position < tailSeen;
    }

    public String topic() {
        return topics[slot];
    }

    public int queueId() {
        return (int) (get(QUEUE_ID_AND_BYTES) >>> Integer.SIZE);
    }

    public int recordBytes() {
        return (int) get(QUEUE_ID_AND_BYTES);
    }

    public long queueOffset() {
        return get(QUEUE_OFFSET);
    }

    public long storeTimestamp() {
        return get(STORE_TIMESTAMP);
    }

    /** Fills in tag and keys of the record. */
    public void keysTo(RecordKeys keys) {
        keys.restart(get(TAG_HASH));
        int count = (int) (get(HASHES) >>> Integer.SIZE);
        for (int i = 0; i < count; i++) {
            long two = get(HASHES + (i + 1) / 2);
            keys.add((int) (i % 2 == 1 ? two >>> Integer.SIZE : two));
        }
    }

    private long get(int field) {
        return slots[slot * LONGS_OF_SLOT + field];
    }
}
