package io.apogeemq.common.concurrent;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A position in a log that only grows, and that others can wait on: flushed, replicated, confirmed,
 * dispatched.
 *
 * <p>Threads: one thread advances it; any thread reads it or waits. Waiters run on the advancing
 * thread, outside of every lock, and on the calling thread if the offset was reached already; they
 * must be short and must not throw.
 *
 * <p>Errors: once {@link #fail failed} it never moves again; every waiter, present and future, that
 * is not yet covered is told the cause.
 */
public final class OffsetWatermark {

    /** Something that waits for an offset; exactly one of its methods is called, once. */
    public interface Waiter {
        /** The watermark is at or above the offset that was waited for. */
        void reached();

        /** The watermark will never get there. */
        void failed(Throwable cause);
    }

    private static final Waiter[] NOBODY = {};

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile long value;
    private volatile Throwable failure;
    private volatile int waiting;

    // A binary heap, smallest offset first; guarded by lock.
    private long[] offsets = new long[64];
    private Waiter[] waiters = new Waiter[64];

    public OffsetWatermark(String name, long initial) {
        this.name = name;
        this.value = initial;
    }

    /** The offset that has been reached; everything below it has the property of this watermark. */
    public long value() {
        return value;
    }

    /** How many waiters are parked here now. */
    public int waiterCount() {
        return waiting;
    }

    /**
     * Calls the waiter as soon as the watermark is at or above {@code offset}. Costs one short lock
     * and no allocation of its own.
     */
    public void onReached(long offset, Waiter waiter) {
        if (value >= offset) {
            waiter.reached();
            return;
        }
        boolean parked = false;
        lock.lock();
        try {
            if (value < offset && failure == null) {
                push(offset, waiter);
                parked = true;
            }
        } finally {
            lock.unlock();
        }
        if (parked) {
            // advance() may have looked for waiters just before this one was there.
            if (value >= offset) {
                release(value);
            }
        } else {
            if (value >= offset) {
                waiter.reached();
            } else {
                waiter.failed(failure);
            }
        }
    }

    /** A future that completes when {@code offset} is reached. */
    public CompletableFuture<Void> reach(long offset) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        onReached(offset, new FutureWaiter(future));
        return future;
    }

    /** As {@link #reach(long)}; fails with a TimeoutException after {@code timeout}. */
    public CompletableFuture<Void> reach(long offset, Duration timeout) {
        return reach(offset).orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Moves up to {@code offset}, never back, and completes everybody who waited for it. */
    public void advance(long offset) {
        if (offset <= value || failure != null) {
            return;
        }
        value = offset;
        if (waiting > 0) {
            release(offset);
        }
    }

    /** Stops for good at the present value. */
    public void fail(Throwable cause) {
        Waiter[] left;
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = cause;
            left = Arrays.copyOf(waiters, waiting);
            Arrays.fill(waiters, null);
            waiting = 0;
        } finally {
            lock.unlock();
        }
        for (Waiter waiter : left) {
            waiter.failed(cause);
        }
    }

    private void release(long offset) {
        for (Waiter waiter : due(offset)) {
            waiter.reached();
        }
    }

    private Waiter[] due(long offset) {
        lock.lock();
        try {
            if (waiting == 0 || offsets[0] > offset) {
                return NOBODY;
            }
            Waiter[] found = new Waiter[waiting];
            int n = 0;
            while (waiting > 0 && offsets[0] <= offset) {
                found[n++] = pop();
            }
            return n == found.length ? found : Arrays.copyOf(found, n);
        } finally {
            lock.unlock();
        }
    }

    // The heap; all with the lock held.

    @SuppressWarnings("NonAtomicVolatileUpdate") // waiting is written under the lock only
    private void push(long offset, Waiter waiter) {
        int at = waiting;
        if (at == offsets.length) {
            offsets = Arrays.copyOf(offsets, at * 2);
            waiters = Arrays.copyOf(waiters, at * 2);
        }
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (offsets[parent] <= offset) {
                break;
            }
            offsets[at] = offsets[parent];
            waiters[at] = waiters[parent];
            at = parent;
        }
        offsets[at] = offset;
        waiters[at] = waiter;
        waiting++;
    }

    private Waiter pop() {
        Waiter top = waiters[0];
        int last = waiting - 1;
        long offset = offsets[last];
        Waiter moved = waiters[last];
        waiters[last] = null;
        waiting = last;
        if (last > 0) {
            sink(offset, moved, last);
        }
        return top;
    }

    private void sink(long offset, Waiter waiter, int count) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child >= count) {
                break;
            }
            if (child + 1 < count && offsets[child + 1] < offsets[child]) {
                child++;
            }
            if (offsets[child] >= offset) {
                break;
            }
            offsets[at] = offsets[child];
            waiters[at] = waiters[child];
            at = child;
        }
        offsets[at] = offset;
        waiters[at] = waiter;
    }

    @Override
    public String toString() {
        return name + "=" + value + (failure == null ? "" : " (failed: " + failure + ")");
    }

    private record FutureWaiter(CompletableFuture<Void> future) implements Waiter {
        @Override
        public void reached() {
            future.complete(null);
        }

        @Override
        public void failed(Throwable cause) {
            future.completeExceptionally(cause);
        }
    }
}
