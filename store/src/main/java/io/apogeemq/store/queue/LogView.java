package io.apogeemq.store.queue;

/** What queues ask the log. */
public interface LogView {

    /** First byte that the log has; moves when log files are deleted. Any thread. */
    long minOffset();

    /**
     * Whether the log has a record there, of that length, that belongs to the place in the queue. The
     * opening thread.
     */
    boolean confirms(
            String topic, int queueId, long queueOffset, long physicalOffset, int recordBytes);
}
