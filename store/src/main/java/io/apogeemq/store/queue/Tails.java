package io.apogeemq.store.queue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The tails of all queues that have one in memory, and how much that is together: bounded. Past the
 * bound the oldest are written to their files, not forced, and let go.
 *
 * <p>Threads: listed and shrunk by the dispatch thread; {@link #resized} comes from the checkpoint
 * thread as well.
 */
final class Tails {

    private final long limitBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final ArrayDeque<ConsumeQueue> oldestFirst = new ArrayDeque<>(); // dispatch thread

    Tails(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** A queue has a tail now. */
    void list(ConsumeQueue queue) {
        oldestFirst.add(queue);
    }

    /** A tail has become so much larger, or smaller. */
    void resized(long byBytes) {
        bytes.addAndGet(byBytes);
    }

    long bytes() {
        return bytes.get();
    }

    /** Brings the tails below the bound again if they are above. Hot: one read if they are not. */
    void shrink() throws IOException {
        while (bytes.get() > limitBytes && !oldestFirst.isEmpty()) {
            oldestFirst.peek().letGoOfTail();
            oldestFirst.remove();
        }
    }

    /** Forgets all queues. */
    void clear() {
        oldestFirst.clear();
        bytes.set(0);
    }
}
