package io.apogeemq.store.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queues that have something to force: what happens per second is in proportion to these, never to
 * all queues.
 *
 * <p>Threads: safe for any thread.
 */
final class DirtyQueues {

    private final ReentrantLock lock = new ReentrantLock();
    private List<ConsumeQueue> queues = new ArrayList<>(); // guarded by lock

    void add(ConsumeQueue queue) {
        lock.lock();
        try {
            queues.add(queue);
        } finally {
            lock.unlock();
        }
    }

    /** Takes all of them off the list. */
    List<ConsumeQueue> drain() {
        lock.lock();
        try {
            List<ConsumeQueue> drained = queues;
            queues = new ArrayList<>();
            return drained;
        } finally {
            lock.unlock();
        }
    }
}
