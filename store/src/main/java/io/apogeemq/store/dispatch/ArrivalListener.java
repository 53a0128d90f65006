package io.apogeemq.store.dispatch;

/**
 * Told when a message has become visible to consumers: it is stable and readable at that moment.
 *
 * <p>Threads: the dispatch thread, in log order, once per message. Must be short and must not block;
 * what it throws is logged and the dispatch goes on.
 */
public interface ArrivalListener {

    /** Nobody listens. */
    ArrivalListener NONE = (topic, queueId, queueOffset, tagsCode, storeTimestamp) -> {};

    /**
     * @param queueOffset of the message; readers of this queue see up to queueOffset + 1 now
     * @param tagsCode what an EntryFilter is asked with
     */
    void onArrival(String topic, int queueId, long queueOffset, long tagsCode, long storeTimestamp);
}
