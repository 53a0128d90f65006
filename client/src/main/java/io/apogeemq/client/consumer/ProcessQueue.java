package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * What was pulled from one queue and is not finished, in the order of its offsets; and therefore the
 * queue's progress: the smallest unfinished offset, or the next one to pull when nothing is in hand.
 *
 * <pre>
 * a ring of slots, ascending by queue offset:
 *   head                     head + taken            head + used
 *   | handed out, or finished | not handed out yet    |   next pull: pulledTo
 *   the slot at head is never a finished one
 * </pre>
 *
 * <p>Messages are handed out in order and may be finished in any order. Once dropped, the queue keeps
 * its progress as it was at that moment: messages still with a listener change nothing any more, for
 * another member may have them.
 *
 * <p>Threads: safe for any thread, guarded by {@code lock}; the listener of room is called outside it.
 */
final class ProcessQueue {
    private static final int FIRST_CAPACITY = 64; // a power of two, as all capacities
    private static final Runnable NOBODY = () -> {};

    private final MessageQueue queue;
    private final FlowLimits limits;
    private final Object lock = new Object();

    private long[] offsets = new long[FIRST_CAPACITY]; // guarded by lock
    private MessageExt[] messages =
            new MessageExt[FIRST_CAPACITY]; // guarded by lock; null: finished
    private int head; // guarded by lock
    private int used; // guarded by lock
    private int taken; // guarded by lock
    private int unfinished; // guarded by lock
    private long unfinishedBytes; // guarded by lock
    private long pulledTo; // guarded by lock
    private Runnable waitingForRoom = NOBODY; // guarded by lock
    private boolean dropped; // guarded by lock

    /** An empty queue that goes on at this offset. */
    ProcessQueue(MessageQueue queue, long startOffset, FlowLimits limits) {
        this.queue = requireNonNull(queue, "queue");
        this.pulledTo = startOffset;
        this.limits = requireNonNull(limits, "limits");
    }

    MessageQueue queue() {
        return queue;
    }

    /**
     * Adds what a pull brought. Messages below the offset that was asked for, or out of order, are in
     * hand already and left out.
     *
     * @param nextOffset where the next pull goes on; may lie beyond the last message, when the broker
     *     passed over some that the subscription does not want
     * @return false when the queue was dropped meanwhile, so nothing was added
     */
    boolean append(List<MessageExt> pulled, long nextOffset) {
        synchronized (lock) {
            if (dropped) {
                return false;
            }
            for (int i = 0; i < pulled.size(); i++) {
                MessageExt message = pulled.get(i);
                if (message.queueOffset() >= pulledTo) {
                    push(message);
                    pulledTo = message.queueOffset() + 1;
                }
            }
            pulledTo = Math.max(pulledTo, nextOffset);
            return true;
        }
    }

    /** Hands out the next messages, at most so many; none when all are handed out, or dropped. */
    List<MessageExt> take(int most) {
        synchronized (lock) {
            if (dropped || taken == used) {
                return List.of();
            }
            List<MessageExt> batch = new ArrayList<>(Math.min(most, used - taken));
            while (taken < used && batch.size() < most) {
                MessageExt message = messages[slot(taken++)];
                if (message != null) {
                    batch.add(message);
                }
            }
            return batch;
        }
    }

    /** Whether there are messages that were not handed out. */
    boolean hasUntaken() {
        synchronized (lock) {
            return !dropped && taken < used;
        }
    }

    /** Makes everything that was handed out and is not finished be handed out again, in order. */
    void takeBack() {
        synchronized (lock) {
            taken = 0;
        }
    }

    /** The messages are done with; progress may advance. */
    void finish(List<MessageExt> done) {
        Runnable wakeUp = NOBODY;
        synchronized (lock) {
            if (dropped) {
                return;
            }
            for (int i = 0; i < done.size(); i++) {
                finish(done.get(i).queueOffset());
            }
            popFinished();
            if (waitingForRoom != NOBODY && roomNow()) {
                wakeUp = waitingForRoom;
                waitingForRoom = NOBODY;
            }
        }
        wakeUp.run();
    }

    /**
     * Whether there is room for another pull. When there is none, the listener is called once as soon
     * as there is, on the thread that finishes messages.
     */
    boolean hasRoomOrCall(Runnable onRoom) {
        synchronized (lock) {
            if (roomNow()) {
                return true;
            }
            waitingForRoom = onRoom;
            return false;
        }
    }

    /** The next offset to consume: everything below it is finished. */
    long progress() {
        synchronized (lock) {
            return used == 0 ? pulledTo : offsets[head];
        }
    }

    /** Where the next pull goes on. */
    long pulledTo() {
        synchronized (lock) {
            return pulledTo;
        }
    }

    /** Takes nothing more and hands nothing more out; gives the progress, which stays as it is. */
    long drop() {
        synchronized (lock) {
            dropped = true;
            waitingForRoom = NOBODY;
            return used == 0 ? pulledTo : offsets[head];
        }
    }

    boolean isDropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    int unfinished() {
        synchronized (lock) {
            return unfinished;
        }
    }

    long unfinishedBytes() {
        synchronized (lock) {
            return unfinishedBytes;
        }
    }

    private boolean roomNow() {
        return unfinished < limits.messages()
                && unfinishedBytes < limits.bytes()
                && (used == 0 || pulledTo - 1 - offsets[head] <= limits.span());
    }

    private void push(MessageExt message) {
        if (used == messages.length) {
            grow();
        }
        int slot = slot(used++);
        offsets[slot] = message.queueOffset();
        messages[slot] = message;
        unfinished++;
        unfinishedBytes += message.storedBytes();
    }

    private void finish(long offset) {
        int low = 0;
        int high = used - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int slot = slot(middle);
            if (offsets[slot] < offset) {
                low = middle + 1;
            } else if (offsets[slot] > offset) {
                high = middle - 1;
            } else {
                clear(slot);
                return;
            }
        }
    }

    private void clear(int slot) {
        MessageExt message = messages[slot];
        if (message != null) {
            messages[slot] = null;
            unfinished--;
            unfinishedBytes -= message.storedBytes();
        }
    }

    private void popFinished() {
        while (used > 0 && messages[head] == null) {
            head = slot(1);
            used--;
            taken = Math.max(0, taken - 1);
        }
    }

    private void grow() {
        long[] wideOffsets = new long[offsets.length * 2];
        MessageExt[] wideMessages = new MessageExt[offsets.length * 2];
        for (int i = 0; i < used; i++) {
            wideOffsets[i] = offsets[slot(i)];
            wideMessages[i] = messages[slot(i)];
        }
        offsets = wideOffsets;
        messages = wideMessages;
        head = 0;
    }

    private int slot(int index) {
        return (head + index) & (messages.length - 1);
    }
}
