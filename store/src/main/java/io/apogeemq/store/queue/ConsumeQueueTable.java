package io.apogeemq.store.queue;

import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.checkpoint.QueueRegistry;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.dispatch.DerivedStore;
import io.apogeemq.store.dispatch.DispatchRecord;
import io.apogeemq.store.dispatch.LastStop;
import io.apogeemq.store.file.OpenFiles;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All ConsumeQueues of the store.
 *
 * <p>Threads: queues come and go on the dispatch thread and by {@link #deleteTopic}, guarded by {@code
 * this} map's own locks; looked up by any thread. {@link #forceDirty} runs on the checkpoint thread.
 */
public final class ConsumeQueueTable implements DerivedStore {

    private static final Logger log = LoggerFactory.getLogger(ConsumeQueueTable.class);

    /** The peer counts them in two bytes. */
    private static final int MOST_MESSAGES_OF_A_BATCH = Short.MAX_VALUE;

    private final StoreFiles files;
    private final StoreLayout layout;
    private final int fileBytes;
    private final PeerBatchQueues peerBatches;
    private final Set<String> batchTopics = ConcurrentHashMap.newKeySet();
    private final DeletedTopics deletedTopics;
    private final QueueRegistry.Content registered;
    private final LongSupplier logMinOffset;
    private final OpenFiles openFiles;
    private final DirtyQueues dirty = new DirtyQueues();
    private final ConcurrentHashMap<String, ConsumeQueue[]> topics = new ConcurrentHashMap<>();

    private List<ConsumeQueue> forcedLastTime = List.of(); // confined to the checkpoint thread
    private boolean isRecovering = true; // the opening thread, before the dispatch thread starts
    private volatile LastStop loadedAs; // written by the opening thread
    private volatile long completeBelow; // written by the opening thread, then left alone

    /**
     * @param fileBytes of one queue file, a multiple of the entry size
     * @param peerBatches queues that the peer keeps in batches
     * @param registered what was written down about the queues at the last clean stop
     * @param logMinOffset first byte that the log has; moves when log files are deleted
     */
    public ConsumeQueueTable(
            StoreFiles files,
            StoreLayout layout,
            int fileBytes,
            int openFileLimit,
            PeerBatchQueues peerBatches,
            DeletedTopics deletedTopics,
            QueueRegistry.Content registered,
            LongSupplier logMinOffset) {
        this.files = files;
        this.layout = layout;
        this.fileBytes = fileBytes;
        this.peerBatches = peerBatches;
        this.deletedTopics = deletedTopics;
        this.registered = registered;
        this.logMinOffset = logMinOffset;
        this.openFiles = new OpenFiles(files, openFileLimit);
    }

    /** A queue, if it exists. */
    public Optional<ConsumeQueue> find(String topic, int queueId) {
        ConsumeQueue[] queues = topics.get(topic);
        return queues == null || queueId < 0 || queueId >= queues.length
                ? Optional.empty()
                : Optional.ofNullable(queues[queueId]);
    }

    @Override
    public String name() {
        return "queues";
    }

    @Override
    public long load(LastStop stop) throws IOException {
        batchTopics.addAll(peerBatches.topics());
        if (loadedAs == null && !stop.isOurs()) {
            peerBatches.forgetOurs();
        }
        loadedAs = stop;
        QueueLoader loader =
                new QueueLoader(
                        files,
                        layout,
                        fileBytes,
                        stop.logMinOffset(),
                        stop.forcedBelow(),
                        !stop.isClean());
        List<QueueLoader.Loaded> loaded = loader.load();
        Map<String, QueueLoader.Loaded> byName = new HashMap<>();
        long from = loaded.isEmpty() ? stop.logMinOffset() : stop.forcedBelow();
        for (QueueLoader.Loaded queue : loaded) {
            put(queue.topic(), queue.queueId(), queue.minOffset(), queue.maxOffset());
            byName.put(queue.topic() + '/' + queue.queueId(), queue);
            if (queue.wasBroken()) {
                from = stop.logMinOffset();
            }
        }
        if (!peerBatches.takeOver(this, stop.forcedBelow())) {
            from = stop.logMinOffset();
        }
        if (registered.asOfPhysicalOffset() <= stop.forcedBelow()) {
            // else it counts entries that come again from the log anyway
            from = Math.min(from, shortQueues(byName, stop.logMinOffset(), from));
        }
        completeBelow = from;
        return from;
    }

    /** From where the log has to be read for queues that have lost entries they once had. */
    private long shortQueues(Map<String, QueueLoader.Loaded> byName, long min, long otherwise) {
        long from = otherwise;
        for (QueueRegistry.Queue known : registered.queues()) {
            QueueLoader.Loaded queue = byName.get(known.topic() + '/' + known.queueId());
            long max = queue == null ? 0 : queue.maxOffset();
            if (max < known.maxOffset()) {
                log.warn(
                        "queue is missing or short, rebuilt from the log topic={} queueId={}"
                                + " entries={} expected={}",
                        known.topic(),
                        known.queueId(),
                        max,
                        known.maxOffset());
                boolean hasEntries = queue != null && queue.lastPhysicalOffset() >= min;
                from = Math.min(from, hasEntries ? queue.lastPhysicalOffset() : min);
            }
        }
        return from;
    }

    /** As it was found by {@link #load}: afterwards the dispatch hands in every record in order. */
    @Override
    public long completeBelow() {
        return completeBelow;
    }

    /** Loads again what is left below the end. */
    @Override
    public void truncate(long logEnd) throws IOException {
        topics.clear();
        dirty.drain();
        load(loadedAs.withLogEnd(logEnd));
    }

    private ConsumeQueue put(String topic, int queueId, long minOffset, long maxOffset) {
        ConsumeQueue queue =
                new ConsumeQueue(
                        topic,
                        queueId,
                        directoryOf(topic, queueId),
                        fileBytes,
                        openFiles,
                        logMinOffset,
                        minOffset,
                        maxOffset);
        topics.compute(topic, (name, queues) -> with(queues, queue));
        return queue;
    }

    /** Queues of batches stay out of the peer's directory of queues: it would not start with them. */
    private Path directoryOf(String topic, int queueId) {
        return batchTopics.contains(topic)
                ? layout.batchEntriesDir(topic, queueId)
                : layout.consumeQueueDir(topic, queueId);
    }

    private static ConsumeQueue[] with(ConsumeQueue[] queues, ConsumeQueue queue) {
        int length = queues == null ? 0 : queues.length;
        ConsumeQueue[] copy =
                queues == null
                        ? new ConsumeQueue[queue.queueId() + 1]
                        : Arrays.copyOf(queues, Math.max(length, queue.queueId() + 1));
        copy[queue.queueId()] = queue;
        return copy;
    }

    @Override
    public Accepted accept(DispatchRecord record) throws IOException {
        RecordScanner scanner = record.scanner();
        if (!scanner.isQueued()) {
            return Accepted.NOTHING_TO_DO;
        }
        int messages = 1;
        if (scanner.isInnerBatch()) {
            messages = Math.max(1, Math.min(scanner.innerMessages(), MOST_MESSAGES_OF_A_BATCH));
            if (!topics.containsKey(record.topic())) {
                batchTopics.add(record.topic());
            }
        }
        Accepted accepted =
                add(record, record.topic(), scanner.queueId(), scanner.queueOffset(), messages);
        if (isRecovering) {
            for (LightQueues.Place place : LightQueues.of(scanner)) {
                add(record, place.queue(), 0, place.queueOffset(), 1);
            }
        }
        return accepted;
    }

    /** The dispatch goes on with records of this process, which have no light queues. */
    public void endRecovery() {
        isRecovering = false;
    }

    private Accepted add(
            DispatchRecord record, String topic, int queueId, long queueOffset, int messages)
            throws IOException {
        RecordScanner scanner = record.scanner();
        if (queueId < 0 || queueId > AppendRequest.MAX_QUEUE_ID || topic.isEmpty()) {
            return Accepted.NOT_BELIEVED;
        }
        if (deletedTopics.isDeleted(topic, scanner.physicalOffset())) {
            return Accepted.NOTHING_TO_DO;
        }
        ConsumeQueue[] queues = topics.get(topic);
        ConsumeQueue queue = queues == null || queueId >= queues.length ? null : queues[queueId];
        if (queue == null) {
            if (!TopicPaths.isSafe(topic)) {
                return Accepted.NOT_BELIEVED;
            }
            queue = put(topic, queueId, 0, 0);
        }
        ConsumeQueue.Added added = ConsumeQueue.Added.ALREADY_THERE;
        for (int i = 0; i < messages && added != ConsumeQueue.Added.NOT_BELIEVED; i++) {
            added =
                    queue.add(
                            queueOffset + i,
                            scanner.physicalOffset(),
                            scanner.recordBytes(),
                            record.tagsCode(),
                            dirty);
        }
        return switch (added) {
            case NEW -> Accepted.YES;
            case ALREADY_THERE -> Accepted.NOTHING_TO_DO;
            case NOT_BELIEVED -> Accepted.NOT_BELIEVED;
        };
    }

    /** Takes one entry of the peer's queues of batches. */
    void addBatch(
            String topic,
            int queueId,
            long queueOffset,
            int messages,
            long physicalOffset,
            int recordBytes,
            long tagsCode)
            throws IOException {
        Optional<ConsumeQueue> found = find(topic, queueId);
        ConsumeQueue queue = found.isPresent() ? found.get() : put(topic, queueId, 0, 0);
        for (int i = 0; i < messages; i++) {
            queue.add(queueOffset + i, physicalOffset, recordBytes, tagsCode, dirty);
        }
    }

    /** Calls for every queue; rare, O(number of queues). */
    public void forEach(Consumer<ConsumeQueue> action) {
        for (ConsumeQueue[] queues : topics.values()) {
            for (ConsumeQueue queue : queues) {
                if (queue != null) {
                    action.accept(queue);
                }
            }
        }
    }

    /** Removes the queues of a topic and their files. */
    public void deleteTopic(String topic) throws IOException {
        ConsumeQueue[] queues = topics.remove(topic);
        if (queues == null) {
            return;
        }
        for (ConsumeQueue queue : queues) {
            if (queue != null) {
                queue.delete(files);
            }
        }
        if (batchTopics.remove(topic)) {
            files.delete(layout.batchEntriesDir(topic));
            PeerBatchQueues.delete(files, layout.batchConsumeQueueDir(topic));
        } else {
            files.delete(layout.consumeQueueDir(topic));
            files.forceDirectory(layout.consumeQueueDir());
        }
    }

    /** Writes out and forces every queue that has changed. */
    @Override
    public long forceProgress(long dispatchedBelow) throws IOException {
        forceDirty();
        return dispatchedBelow;
    }

    private void forceDirty() throws IOException {
        List<ConsumeQueue> queues = dirty.drain();
        List<ConsumeQueue> forced = new ArrayList<>(queues.size());
        try {
            for (ConsumeQueue queue : queues) {
                queue.forceOut();
                forced.add(queue);
            }
        } catch (IOException e) {
            // Those not reached are still marked dirty; being listed twice does no harm.
            for (ConsumeQueue queue : queues.subList(forced.size(), queues.size())) {
                dirty.add(queue);
            }
            throw e;
        }
        for (ConsumeQueue queue : forcedLastTime) {
            queue.releaseTailIfIdle();
        }
        forcedLastTime = forced;
    }

    /**
     * Deletes queue files that point to nothing the log still has; of every queue the newest file
     * stays and keeps the numbering. O(number of queues), but looks into files of those only that
     * have more than one.
     */
    @Override
    public int deleteBelow(long logMin) throws IOException {
        int deleted = 0;
        for (ConsumeQueue[] queues : topics.values()) {
            for (ConsumeQueue queue : queues) {
                if (queue != null) {
                    deleted += queue.deleteDeadFiles(files);
                }
            }
        }
        return deleted;
    }

    /** How many queue files are open now. */
    public int openFileCount() {
        return openFiles.openCount();
    }

    @Override
    public void close() {
        openFiles.close();
    }
}
