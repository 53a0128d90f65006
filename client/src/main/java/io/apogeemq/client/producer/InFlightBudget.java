package io.apogeemq.client.producer;

import io.apogeemq.client.error.ProducerBusyException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many sends, and how many bytes of them, a producer may have under way.
 *
 * <p>A message larger than the whole budget of bytes is let in when nothing else is under way.
 *
 * <p>Threads: safe for any thread; all fields guarded by {@code lock}, which is held for a few
 * instructions.
 */
final class InFlightBudget {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long mostMessages;
    private final long mostBytes;
    private long messages; // guarded by lock
    private long bytes; // guarded by lock
    private int waiting; // guarded by lock

    InFlightBudget(long mostMessages, long mostBytes) {
        this.mostMessages = mostMessages;
        this.mostBytes = mostBytes;
    }

    /** Takes room for a message of this size; false when there is none now. */
    boolean tryTake(long size) {
        lock.lock();
        try {
            if (!hasRoom(size)) {
                return false;
            }
            messages++;
            bytes += size;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room; false when there is none in time. */
    boolean take(long size, long waitNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting++;
            try {
                long left = waitNanos;
                while (!hasRoom(size)) {
                    if (left <= 0) {
                        return false;
                    }
                    left = changed.awaitNanos(left);
                }
            } finally {
                waiting--;
            }
            messages++;
            bytes += size;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the room of one message back. */
    void release(long size) {
        lock.lock();
        try {
            messages--;
            bytes -= size;
            if (waiting > 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is under way; false when something still is after that time. */
    boolean awaitEmpty(long waitMillis) {
        boolean interrupted = false;
        lock.lock();
        try {
            waiting++;
            long left = TimeUnit.MILLISECONDS.toNanos(waitMillis);
            while (messages > 0 && left > 0 && !interrupted) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            waiting--;
            return messages == 0;
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Why there is no room. */
    ProducerBusyException busy() {
        lock.lock();
        try {
            return new ProducerBusyException(messages, bytes, mostMessages, mostBytes);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasRoom(long size) {
        return messages == 0 || (messages < mostMessages && bytes + size <= mostBytes);
    }
}
