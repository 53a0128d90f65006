package io.apogeemq.client.offset;

import io.apogeemq.common.topic.MessageQueue;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The stored progress of one consumer group: for each queue the next queue offset to consume.
 *
 * <p>Threads: safe for any thread.
 */
public interface ConsumeOffsets {

    /** Nothing is stored for the queue. */
    long NONE = -1;

    /**
     * The stored offset, or {@link #NONE}. Fails when it can't be found out, which is not the same as
     * nothing being stored.
     */
    CompletableFuture<Long> stored(MessageQueue queue);

    /**
     * Stores the offsets of queues whose offset differs from what was stored last. Does not wait for
     * the brokers and does not fail: what gets lost is stored by the next call.
     */
    void store(Map<MessageQueue, Long> offsets);

    /** Forgets what was stored last for a queue that is given up; others may move its offset now. */
    void forget(MessageQueue queue);
}
