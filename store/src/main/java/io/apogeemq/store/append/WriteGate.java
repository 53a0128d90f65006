package io.apogeemq.store.append;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store takes messages.
 *
 * <pre>
 * open    -- pause -->  paused    while space is short
 * paused  -- resume --> open
 * open, paused -- failStop or close --> closed, for good
 * </pre>
 *
 * After a failed force nobody knows what is on disk: that is why it never opens again then.
 *
 * <p>Threads: safe for any thread.
 */
public final class WriteGate {

    private static final Logger log = LoggerFactory.getLogger(WriteGate.class);

    /**
     * Why nothing is taken.
     *
     * @param isFinal whether it stays so until the store is opened again
     */
    public record Closed(RefusalReason reason, String detail, boolean isFinal) {}

    /** Something that takes space from the disk. */
    @FunctionalInterface
    public interface Growth {
        void run() throws IOException;
    }

    private final AtomicReference<Closed> closed = new AtomicReference<>();
    private final ReadWriteLock growth = new ReentrantReadWriteLock(); // read: the log grows

    public boolean isOpen() {
        return closed.get() == null;
    }

    /** Whether everything that was taken can be kept: open, or paused only. */
    public boolean isSound() {
        Closed why = closed.get();
        return why == null || !why.isFinal();
    }

    /** Why nothing is taken; empty when it is open. */
    public Optional<Closed> closed() {
        return Optional.ofNullable(closed.get());
    }

    /** Takes nothing until {@link #resume}; another pause replaces the text. */
    public void pause(RefusalReason reason, String detail) {
        Closed pause = new Closed(reason, detail, false);
        closed.updateAndGet(old -> old != null && old.isFinal() ? old : pause);
    }

    /** Takes messages again unless it is closed for good. */
    public void resume() {
        closed.updateAndGet(old -> old != null && old.isFinal() ? old : null);
    }

    /**
     * Lets the log take space from the disk, unless the gate is closed.
     *
     * @return whether it was let
     */
    public boolean grow(Growth step) throws IOException {
        growth.readLock().lock();
        try {
            if (!isOpen()) {
                return false;
            }
            step.run();
            return true;
        } finally {
            growth.readLock().unlock();
        }
    }

    /** Returns when everything that began to grow while the gate was open has ended. */
    public void awaitGrowth() {
        growth.writeLock().lock();
        growth.writeLock().unlock();
    }

    /** Stops all writing because a promise can't be kept any more. The first cause wins. */
    public void failStop(String what, Throwable cause) {
        if (closeForGood(RefusalReason.FAIL_STOP, what + ": " + cause)) {
            log.error(
                    "store takes no more messages, restart the broker after checking the disk"
                            + " reason={}",
                    what,
                    cause);
        }
    }

    /** Stops all writing because the store is being closed. */
    public void close() {
        closeForGood(RefusalReason.CLOSED, "the store is closed or closing");
    }

    private boolean closeForGood(RefusalReason reason, String detail) {
        Closed why = new Closed(reason, detail, true);
        Closed before = closed.getAndUpdate(old -> old != null && old.isFinal() ? old : why);
        return before == null || !before.isFinal();
    }
}
