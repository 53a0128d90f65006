package io.apogeemq.store.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queues that have entries which are not on disk, in the order of the first of these: the head says
 * up to where the queues are complete on disk. Listing a queue is what a record costs at most; what
 * happens per second is in proportion to the time it may take, never to the number of queues.
 *
 * <p>Threads: safe for any thread.
 */
final class DirtyQueues {

    /**
     * A queue.
     *
     * @param physicalOffset of its first entry that is not on disk, or something below
     */
    record Listed(ConsumeQueue queue, long physicalOffset) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Listed> oldestFirst = new ArrayDeque<>(); // guarded by lock

    /** Puts a queue at the end: the dispatch goes in log order. */
    void add(ConsumeQueue queue, long physicalOffset) {
        lock.lock();
        try {
            oldestFirst.add(new Listed(queue, physicalOffset));
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest off. Whoever forces it puts it back if that can't be done. */
    Optional<Listed> poll() {
        lock.lock();
        try {
            return Optional.ofNullable(oldestFirst.poll());
        } finally {
            lock.unlock();
        }
    }

    void putBack(Listed listed) {
        lock.lock();
        try {
            oldestFirst.addFirst(listed);
        } finally {
            lock.unlock();
        }
    }

    /** Everything below this physical offset is on disk; {@code ifNone} if nothing is listed. */
    long completeBelow(long ifNone) {
        lock.lock();
        try {
            Listed oldest = oldestFirst.peek();
            return oldest == null ? ifNone : Math.min(ifNone, oldest.physicalOffset());
        } finally {
            lock.unlock();
        }
    }

    /** Brings them in order, after queues were found on disk in any. */
    void sort() {
        lock.lock();
        try {
            List<Listed> sorted = new ArrayList<>(oldestFirst);
            sorted.sort(Comparator.comparingLong(Listed::physicalOffset));
            oldestFirst.clear();
            oldestFirst.addAll(sorted);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return oldestFirst.size();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            oldestFirst.clear();
        } finally {
            lock.unlock();
        }
    }
}
