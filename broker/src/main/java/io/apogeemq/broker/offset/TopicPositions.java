package io.apogeemq.broker.offset;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where one group stands in the queues of one topic, by queue id.
 *
 * <p>Threads: safe for any thread; look-ups take no lock. Positions never leave the table, so one
 * that was looked up stays the one that counts.
 */
final class TopicPositions {
    private static final int FIRST_SIZE = 8;

    private volatile AtomicReferenceArray<QueuePosition> byQueue =
            new AtomicReferenceArray<>(FIRST_SIZE);

    /** The position, or null when the group never had one in the queue. */
    QueuePosition find(int queueId) {
        AtomicReferenceArray<QueuePosition> now = byQueue;
        return queueId >= 0 && queueId < now.length() ? now.get(queueId) : null;
    }

    /** The position, made if it is not there. */
    QueuePosition findOrAdd(int queueId) {
        QueuePosition position = find(queueId);
        return position != null ? position : add(queueId);
    }

    /** One more than the largest queue id that may have a position. */
    int size() {
        return byQueue.length();
    }

    private synchronized QueuePosition add(int queueId) {
        AtomicReferenceArray<QueuePosition> now = byQueue;
        if (queueId >= now.length()) {
            AtomicReferenceArray<QueuePosition> larger =
                    new AtomicReferenceArray<>(Math.max(queueId + 1, now.length() * 2));
            for (int i = 0; i < now.length(); i++) {
                larger.set(i, now.get(i));
            }
            now = larger;
            byQueue = larger;
        }
        QueuePosition position = now.get(queueId);
        if (position == null) {
            position = new QueuePosition();
            now.set(queueId, position);
        }
        return position;
    }
}
