package io.apogeemq.client.consumer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * How the messages in hand get to the listener.
 *
 * <p>Threads: safe for any thread; nothing here blocks except {@link #close}.
 */
interface Delivery {

    /** There may be messages in hand that the listener does not have yet. */
    void deliver(HeldQueue queue);

    /** Whether messages of the queue could be delivered now. */
    boolean mayPull(HeldQueue queue);

    /**
     * After a queue was retired: completes when it may be dropped. What the listener finishes until
     * then still counts.
     */
    CompletableFuture<Void> settle(HeldQueue queue);

    /** Delivers nothing more and waits for the listeners that run, but not longer than so. */
    void close(Duration patience);
}
