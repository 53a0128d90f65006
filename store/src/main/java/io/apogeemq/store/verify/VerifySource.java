package io.apogeemq.store.verify;

import io.apogeemq.store.index.IndexConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a verification looks at: a store at rest, or one that is open and goes on while it is looked at.
 *
 * <p>Threads: asked by the thread of the verification.
 */
interface VerifySource {

    List<LogFile> logFiles() throws IOException;

    /** Everything below is written and dispatched; {@link Long#MAX_VALUE}: find out where the end is. */
    long limit();

    /** First physical offset that the log still has. */
    long logMin();

    /** Whether the queues of a topic were deleted after this record. */
    boolean isDeleted(String topic, long physicalOffset);

    /** Whether a topic's queues are of the kind that holds batches, which is not looked at here. */
    boolean hasBatchQueues(String topic);

    /** Whether the settings know the topic; true when there are none to look at. */
    boolean isKnownTopic(String topic);

    /**
     * Records from here on may lack an entry, because the store was not closed; {@link Long#MAX_VALUE}
     * when none may.
     */
    long queuesMayEndBelow();

    /** How index files are cut up, as far as that is known. */
    IndexConfig indexConfig();

    /** A queue, if it has files. */
    Optional<QueueView> queue(String topic, int queueId) throws IOException;

    /** All queues there are. */
    List<QueueView> queues() throws IOException;
}
