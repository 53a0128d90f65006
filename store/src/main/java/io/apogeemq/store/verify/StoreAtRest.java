package io.apogeemq.store.verify;

import io.apogeemq.store.checkpoint.AbortMarker;
import io.apogeemq.store.checkpoint.QueueRegistry;
import io.apogeemq.store.checkpoint.StoreCheckpoint;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.queue.DeletedTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store that nobody has open: the caller holds its lock.
 *
 * <p>Threads: confined to one.
 */
public final class StoreAtRest implements VerifySource {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final StoreSizes sizes;
    private final ReadMeter meter;
    private final DeletedTopics deletedTopics = new DeletedTopics();
    private final TopicSettings topics;
    private final long queuesMayEndBelow;

    /** Looks at what the small files say. */
    public StoreAtRest(StoreFiles files, StoreLayout layout, StoreSizes sizes, ReadMeter meter)
            throws IOException {
        this.files = files;
        this.layout = layout;
        this.sizes = sizes;
        this.meter = meter;
        this.topics = TopicSettings.read(files, layout);
        boolean wasClosed = !new AbortMarker(files, layout.abortFile()).isPresent();
        this.queuesMayEndBelow =
                wasClosed
                        ? Long.MAX_VALUE
                        : StoreCheckpoint.read(files, layout.checkpointFile())
                                .found()
                                .queuesOffset();
        readDeletedTopics();
    }

    private void readDeletedTopics() {
        try {
            new QueueRegistry(files, layout.queuesFile())
                    .read()
                    .deletedTopics()
                    .forEach(d -> deletedTopics.delete(d.topic(), d.belowPhysicalOffset()));
        } catch (IOException e) {
            // The check of the small files names it as damaged; here nothing is known to be
            // deleted.
        }
    }

    @Override
    public List<LogFile> logFiles() throws IOException {
        return LogFile.of(files, layout.commitLogDir());
    }

    @Override
    public long limit() {
        return Long.MAX_VALUE;
    }

    @Override
    public long logMin() {
        return 0;
    }

    @Override
    public boolean isDeleted(String topic, long physicalOffset) {
        return deletedTopics.isDeleted(topic, physicalOffset);
    }

    @Override
    public boolean hasBatchQueues(String topic) {
        return files.exists(layout.batchConsumeQueueDir(topic));
    }

    @Override
    public boolean isKnownTopic(String topic) {
        return topics.hasTopic(topic);
    }

    /** Nobody says it: most stores have the usual one, and our files tell. */
    @Override
    public IndexConfig indexConfig() {
        return IndexConfig.defaults();
    }

    @Override
    public long queuesMayEndBelow() {
        return queuesMayEndBelow;
    }

    @Override
    public Optional<QueueView> queue(String topic, int queueId) throws IOException {
        Path directory = layout.consumeQueueDir(topic, queueId);
        return files.listFiles(directory).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        RestingQueue.of(
                                files, meter, topic, queueId, directory, sizes.queueFileBytes()));
    }

    @Override
    public List<QueueView> queues() throws IOException {
        List<QueueView> queues = new ArrayList<>();
        for (Path topic : files.listDirectories(layout.consumeQueueDir())) {
            for (Path queue : files.listDirectories(topic)) {
                String id = queue.getFileName().toString();
                if (id.matches("[0-9]{1,5}")) {
                    queue(topic.getFileName().toString(), Integer.parseInt(id))
                            .ifPresent(queues::add);
                }
            }
        }
        return queues;
    }
}
