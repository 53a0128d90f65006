package io.apogeemq.store.append;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store takes messages. It closes once, for a reason, and never opens again: after a
 * failed force nobody knows what is on disk.
 *
 * <p>Threads: safe for any thread.
 */
public final class WriteGate {

    private static final Logger log = LoggerFactory.getLogger(WriteGate.class);

    /** Why the gate is closed. */
    public record Closed(RefusalReason reason, String detail) {}

    private final AtomicReference<Closed> closed = new AtomicReference<>();

    public boolean isOpen() {
        return closed.get() == null;
    }

    /** Why it is closed; only meaningful when it is not open. */
    public Closed closed() {
        Closed why = closed.get();
        return why == null ? new Closed(RefusalReason.CLOSED, "the store is open") : why;
    }

    /** Stops all writing because a promise can't be kept any more. The first cause wins. */
    public void failStop(String what, Throwable cause) {
        String detail = what + ": " + cause;
        if (closed.compareAndSet(null, new Closed(RefusalReason.FAIL_STOP, detail))) {
            log.error(
                    "store takes no more messages, restart the broker after checking the disk"
                            + " reason={}",
                    what,
                    cause);
        }
    }

    /** Stops all writing because the store is being closed. */
    public void close() {
        closed.compareAndSet(
                null, new Closed(RefusalReason.CLOSED, "the store is closed or closing"));
    }
}
