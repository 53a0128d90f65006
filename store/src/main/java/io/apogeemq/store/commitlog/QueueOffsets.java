package io.apogeemq.store.commitlog;

import io.apogeemq.store.append.AppendRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The next queue offset of every queue.
 *
 * <p>Threads: topics are looked up by any thread; the numbers are guarded by the append lock of the
 * CommitLog, so they are assigned in log order.
 */
public final class QueueOffsets {

    private final ConcurrentHashMap<String, OfTopic> topics = new ConcurrentHashMap<>();

    /** The numbers of one topic, made if the topic is new. */
    OfTopic topic(String topic) {
        OfTopic known = topics.get(topic);
        return known != null ? known : topics.computeIfAbsent(topic, OfTopic::new);
    }

    /** Next offset of a queue; append lock held, or before the log is open. */
    public long next(String topic, int queueId) {
        OfTopic known = topics.get(topic);
        return known == null ? 0 : known.next(queueId);
    }

    /** Raises the next offset of a queue; append lock held, or before the log is open. */
    public void raise(String topic, int queueId, long next) {
        if (queueId >= 0 && queueId <= AppendRequest.MAX_QUEUE_ID) {
            OfTopic of = topic(topic);
            of.set(queueId, Math.max(next, of.next(queueId)));
        }
    }

    /** Sees every queue whose next offset is above 0. */
    public interface Visitor {
        void visit(String topic, int queueId, long nextOffset);
    }

    /** Append lock held. */
    void forEach(Visitor visitor) {
        topics.forEach(
                (topic, of) -> {
                    for (int queueId = 0; queueId < of.next.length; queueId++) {
                        if (of.next[queueId] > 0) {
                            visitor.visit(topic, queueId, of.next[queueId]);
                        }
                    }
                });
    }

    /** One topic: its bytes for the record, and a number per queue. Guarded by the append lock. */
    static final class OfTopic {
        private final byte[] utf8;
        private long[] next = new long[8];

        OfTopic(String topic) {
            this.utf8 = topic.getBytes(StandardCharsets.UTF_8);
        }

        /** Immutable. */
        byte[] utf8() {
            return utf8;
        }

        long next(int queueId) {
            return queueId < next.length ? next[queueId] : 0;
        }

        void set(int queueId, long offset) {
            if (queueId >= next.length) {
                next = Arrays.copyOf(next, Math.max(queueId + 1, next.length * 2));
            }
            next[queueId] = offset;
        }
    }
}
