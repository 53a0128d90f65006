package io.apogeemq.store.append;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
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

    private final AtomicReference<Closed> closed = new AtomicReference<>();

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
