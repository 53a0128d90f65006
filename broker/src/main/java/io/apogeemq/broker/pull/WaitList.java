package io.apogeemq.broker.pull;

import java.util.ArrayList;
import java.util.List;

/**
 * The pulls that wait at the end of one queue.
 *
 * <p>Threads: guarded by its own monitor, held for a few instructions; nothing else is called with it.
 */
final class WaitList {
    private static final List<ParkedPull> NOBODY = List.of();

    private final List<ParkedPull> waiting = new ArrayList<>(2); // guarded by this

    synchronized void add(ParkedPull parked) {
        waiting.add(parked);
    }

    /** Removes the pull if it is still here. */
    synchronized void remove(ParkedPull parked) {
        for (int i = 0; i < waiting.size(); i++) {
            if (waiting.get(i) == parked) {
                removeAt(i);
                return;
            }
        }
    }

    /** Takes out those that the message may satisfy. */
    synchronized List<ParkedPull> takeWokenBy(long queueOffset, long tagsCode) {
        List<ParkedPull> woken = NOBODY;
        for (int i = waiting.size() - 1; i >= 0; i--) {
            ParkedPull parked = waiting.get(i);
            if (parked.isWokenBy(queueOffset, tagsCode)) {
                if (woken == NOBODY) {
                    woken = new ArrayList<>(waiting.size());
                }
                woken.add(parked);
                removeAt(i);
            }
        }
        return woken;
    }

    /** Takes out all. */
    synchronized List<ParkedPull> takeAll() {
        List<ParkedPull> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    private void removeAt(int index) {
        int last = waiting.size() - 1;
        waiting.set(index, waiting.get(last));
        waiting.remove(last);
    }
}
