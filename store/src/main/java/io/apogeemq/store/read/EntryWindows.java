package io.apogeemq.store.read;

import io.apogeemq.store.queue.ConsumeQueue;

/**
 * The {@link EntryWindow}s of one thread: a few, shared by all queues that it reads.
 *
 * <p>Threads: confined to the thread that reads.
 */
final class EntryWindows {

    private static final int WINDOWS = 16;
    private static final int ENTRIES_EACH = 256;

    private final EntryWindow[] windows = new EntryWindow[WINDOWS];

    /** The window to read a queue through. */
    EntryWindow of(ConsumeQueue queue) {
        int slot = (queue.topic().hashCode() + queue.queueId()) & (WINDOWS - 1);
        EntryWindow window = windows[slot];
        if (window == null) {
            window = new EntryWindow(ENTRIES_EACH);
            windows[slot] = window;
        }
        return window;
    }
}
