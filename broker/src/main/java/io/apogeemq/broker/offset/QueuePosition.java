package io.apogeemq.broker.offset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where one group stands in one queue: what it has consumed, what it was given last, and where an
 * administrator has sent it.
 *
 * <p>Threads: safe for any thread. {@code committed} only grows unless {@link #reset} is called.
 */
final class QueuePosition {
    private static final VarHandle COMMITTED;
    private static final VarHandle PENDING_RESET;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            COMMITTED = lookup.findVarHandle(QueuePosition.class, "committed", long.class);
            PENDING_RESET = lookup.findVarHandle(QueuePosition.class, "pendingReset", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long committed = ConsumerOffsets.NO_OFFSET;
    private volatile long pendingReset = ConsumerOffsets.NO_OFFSET;
    private volatile long pulled = ConsumerOffsets.NO_OFFSET;

    long committed() {
        return committed;
    }

    long pulled() {
        return pulled;
    }

    void pulled(long nextOffset) {
        pulled = nextOffset;
    }

    boolean hasPendingReset() {
        return pendingReset != ConsumerOffsets.NO_OFFSET;
    }

    /**
     * A consumer's commit: forward only, and not while a reset waits to be told. The order of the
     * reads matters: a reset after the check changes {@code committed} and makes the exchange fail.
     */
    CommitResult commit(long offset) {
        while (true) {
            long now = committed;
            if (hasPendingReset()) {
                return CommitResult.RESET_PENDING;
            }
            if (offset <= now) {
                return offset == now ? CommitResult.STORED : CommitResult.STALE;
            }
            if (COMMITTED.compareAndSet(this, now, offset)) {
                return CommitResult.STORED;
            }
        }
    }

    /** Moves anywhere, without telling the consumer. */
    void set(long offset) {
        committed = offset;
    }

    /** Moves anywhere; the next pull is told, and until then commits of the old place are ignored. */
    void reset(long offset) {
        pendingReset = offset;
        committed = offset;
        pulled = ConsumerOffsets.NO_OFFSET;
    }

    /** The reset that the consumer has not been told of yet, which now counts as told. */
    long takeReset() {
        return pendingReset == ConsumerOffsets.NO_OFFSET
                ? ConsumerOffsets.NO_OFFSET
                : (long) PENDING_RESET.getAndSet(this, ConsumerOffsets.NO_OFFSET);
    }
}
