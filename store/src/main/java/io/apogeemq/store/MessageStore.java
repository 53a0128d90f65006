package io.apogeemq.store;

import io.apogeemq.common.concurrent.OffsetWatermark;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchOutcome;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import io.apogeemq.store.read.TimeBoundary;
import java.util.Optional;

/**
 * The door of the store: append, read by queue, read by position, offsets.
 *
 * <p>Threads: append and read from any thread, no lock is held across I/O.
 */
public interface MessageStore extends AutoCloseable {

    /** {@link #offsetByTime} and {@link #storeTimestamp} of a queue or message that is not there. */
    long NONE = -1;

    /** Stores one message. Hot: one copy of the body, one short lock, allocates the outcome only. */
    AppendOutcome append(AppendRequest request);

    /** Stores a client batch, all or nothing. */
    BatchOutcome appendBatch(BatchAppendRequest request);

    /** Messages of a queue from an offset on. Hot. */
    ReadResult read(ReadRequest request);

    /** The record at a position, checked; empty when there is none or it is damaged. */
    Optional<MappedSlice> record(long physicalOffset);

    /** First entry of the queue that is still there; 0 for a queue that never was. */
    long minOffset(String topic, int queueId);

    /** End of the queue as consumers see it; 0 for a queue that never was. */
    long maxOffset(String topic, int queueId);

    /** The queue offset that the next appended message will get; may be ahead of maxOffset. */
    long nextOffset(String topic, int queueId);

    /** Whether the queue holds or held messages. */
    boolean hasQueue(String topic, int queueId);

    /** Binary search by store time, within [minOffset, maxOffset]; {@link #NONE} without queue. */
    long offsetByTime(String topic, int queueId, long timestamp, TimeBoundary boundary);

    /** Store time of one message, {@link #NONE} when it is not there. */
    long storeTimestamp(String topic, int queueId, long queueOffset);

    /** Store time of the oldest record, {@link #NONE} when the log is empty. */
    long earliestStoreTimestamp();

    /** Whether reading there is likely to wait for the disk: far behind the tail. */
    boolean isCold(long physicalOffset);

    /**
     * Drops the queues of a topic. Numbering goes on where it was if the topic comes back, also after
     * a restart, so that consumers with old offsets neither skip nor repeat.
     */
    void deleteTopic(String topic);

    LogOffsets offsets();

    /** Everything below is on disk. Wait here under SYNC_FLUSH. */
    OffsetWatermark flushed();

    StoreState state();

    StoreStats stats();

    /** Flushes, writes queues and checkpoint, and marks the store as cleanly closed. */
    @Override
    void close();
}
