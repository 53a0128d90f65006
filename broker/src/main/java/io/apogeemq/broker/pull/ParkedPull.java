package io.apogeemq.broker.pull;

import io.apogeemq.remoting.transport.Connection;
import java.util.concurrent.Future;

/**
 * A pull that waits for a message.
 *
 * <pre>
 * WAITING ──arrival──▶ (leaves its queue's list) ──io thread──▶ ENDED: read again
 *    ├──────deadline, on the io thread─────────────────────────▶ ENDED: read again, answer anyway
 *    └──────connection closed, on the io thread────────────────▶ ENDED: answer to nobody
 * </pre>
 *
 * <p>Threads: the state belongs to the connection's io thread, so the first of several reasons to end
 * wins without a lock.
 */
final class ParkedPull {
    private final Pull pull;
    private final WaitList list;
    private final LongPollTable.Continuation continuation;
    private boolean ended;
    private Future<?> deadline;

    // neighbours among the parked pulls of the connection
    private ParkedPull previous;
    private ParkedPull next;

    ParkedPull(Pull pull, WaitList list, LongPollTable.Continuation continuation) {
        this.pull = pull;
        this.list = list;
        this.continuation = continuation;
    }

    Pull pull() {
        return pull;
    }

    WaitList list() {
        return list;
    }

    LongPollTable.Continuation continuation() {
        return continuation;
    }

    Connection connection() {
        return pull.reply().connection();
    }

    /** Whether a message at that offset of the queue is one that this pull may want. */
    boolean isWokenBy(long queueOffset, long tagsCode) {
        return queueOffset >= pull.read().queueOffset() && pull.read().filter().accepts(tagsCode);
    }

    void expireBy(Future<?> timer) {
        deadline = timer;
    }

    /** True once: the caller ends the wait. */
    boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
        return true;
    }

    /** The parked pulls of one connection. Confined to its io thread. */
    static final class OfConnection {
        private ParkedPull first;

        void add(ParkedPull parked) {
            parked.next = first;
            if (first != null) {
                first.previous = parked;
            }
            first = parked;
        }

        void remove(ParkedPull parked) {
            if (parked.previous == null) {
                first = parked.next;
            } else {
                parked.previous.next = parked.next;
            }
            if (parked.next != null) {
                parked.next.previous = parked.previous;
            }
            parked.previous = null;
            parked.next = null;
        }

        /** Any one of them, or null when there is none. */
        ParkedPull any() {
            return first;
        }
    }
}
