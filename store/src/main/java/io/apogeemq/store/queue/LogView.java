package io.apogeemq.store.queue;

import java.io.IOException;

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

    /**
     * Makes sure that the next start reads the log from its beginning, should this one end before the
     * next checkpoint: files are about to go that were relied on. The opening thread. Does nothing where
     * there is no checkpoint.
     */
    default void distrustQueues() throws IOException {}
}
