package io.apogeemq.store.verify;

import static java.util.Objects.requireNonNull;

import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.queue.ConsumeQueue;
import io.apogeemq.store.queue.ConsumeQueueEntry;
import io.apogeemq.store.queue.ConsumeQueueTable;
import io.apogeemq.store.queue.DeletedTopics;
import io.apogeemq.store.queue.EntryBuffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The parts of a store that is open and at work, for verifications of what it has dispatched.
 *
 * <p>Threads: immutable; {@link #now} is called by the thread of a verification.
 *
 * @param queueFileBytes of one queue file
 * @param dispatched every record below has its entries
 */
public record OpenStore(
        StoreFiles files,
        StoreLayout layout,
        int queueFileBytes,
        IndexConfig indexConfig,
        CommitLog commitLog,
        ConsumeQueueTable queues,
        DeletedTopics deletedTopics,
        LongSupplier dispatched) {

    public OpenStore {
        requireNonNull(files, "files");
        requireNonNull(layout, "layout");
        requireNonNull(indexConfig, "indexConfig");
        requireNonNull(commitLog, "commitLog");
        requireNonNull(queues, "queues");
        requireNonNull(deletedTopics, "deletedTopics");
        requireNonNull(dispatched, "dispatched");
    }

    /** What is in it at this moment. */
    VerifySource now() throws IOException {
        return new Moment(this, dispatched.getAsLong(), TopicSettings.read(files, layout));
    }

    /** The store up to the record that was dispatched last at one moment. */
    private record Moment(OpenStore store, long limit, TopicSettings topics)
            implements VerifySource {

        @Override
        public List<LogFile> logFiles() {
            List<LogFile> log = new ArrayList<>();
            for (MappedFile file : store.commitLog.files().snapshot()) {
                log.add(new LogFile(file.path(), file.firstOffset(), file.fileBytes()));
            }
            return log;
        }

        @Override
        public long logMin() {
            return store.commitLog.minOffset();
        }

        @Override
        public boolean isDeleted(String topic, long physicalOffset) {
            return store.deletedTopics.isDeleted(topic, physicalOffset);
        }

        @Override
        public boolean hasBatchQueues(String topic) {
            return store.files.exists(store.layout.batchConsumeQueueDir(topic));
        }

        @Override
        public boolean isKnownTopic(String topic) {
            return topics.hasTopic(topic);
        }

        @Override
        public IndexConfig indexConfig() {
            return store.indexConfig;
        }

        @Override
        public long queuesMayEndBelow() {
            return Long.MAX_VALUE;
        }

        @Override
        public Optional<QueueView> queue(String topic, int queueId) {
            return store.queues.find(topic, queueId).map(queue -> new OpenQueue(store, queue));
        }

        @Override
        public List<QueueView> queues() {
            List<QueueView> all = new ArrayList<>();
            store.queues.forEach(queue -> all.add(new OpenQueue(store, queue)));
            return all;
        }
    }

    /** A queue that may grow and lose its oldest entries while it is looked at. */
    private record OpenQueue(OpenStore store, ConsumeQueue queue) implements QueueView {

        @Override
        public String topic() {
            return queue.topic();
        }

        @Override
        public int queueId() {
            return queue.queueId();
        }

        @Override
        public long minOffset() {
            return queue.minOffset();
        }

        @Override
        public long maxOffset() {
            return queue.maxOffset();
        }

        @Override
        public Path fileOf(long queueOffset) {
            long first =
                    queueOffset
                            * ConsumeQueueEntry.BYTES
                            / store.queueFileBytes
                            * store.queueFileBytes;
            return store.layout
                    .consumeQueueDir(topic(), queueId())
                    .resolve(StoreLayout.segmentName(first));
        }

        @Override
        public long positionOf(long queueOffset) {
            return queueOffset * ConsumeQueueEntry.BYTES % store.queueFileBytes;
        }

        @Override
        public void read(long from, EntryWindow target) throws IOException {
            target.begin(from);
            EntryBuffer entries = new EntryBuffer(target.capacity());
            queue.read(from, target.capacity(), entries);
            for (int i = 0; i < entries.count(); i++) {
                target.add(entries.physicalOffset(i), entries.recordBytes(i), entries.tagsCode(i));
            }
        }
    }
}
