package io.apogeemq.store.queue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.checkpoint.QueueRegistry;
import io.apogeemq.store.dispatch.DerivedStore;
import io.apogeemq.store.dispatch.DispatchRecord;
import io.apogeemq.store.dispatch.LastStop;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All ConsumeQueues of the store.
 *
 * <p>What a record or a second costs does not depend on how many queues there are: entries are gathered
 * in memory up to a bound, and forced oldest first, as many as fit into the time there is.
 *
 * <p>Threads: queues come and go on the dispatch thread and by {@link #deleteTopic}; looked up by any
 * thread. {@link #forceProgress} runs on the checkpoint thread; {@code removal} keeps it and a deletion
 * apart, one queue at a time.
 */
public final class ConsumeQueueTable implements DerivedStore {

    private static final Logger log = LoggerFactory.getLogger(ConsumeQueueTable.class);

    /** The peer counts them in two bytes. */
    private static final int MOST_MESSAGES_OF_A_BATCH = Short.MAX_VALUE;

    private final StoreFiles files;
    private final StoreLayout layout;
    private final QueueTableConfig config;
    private final PeerBatchQueues peerBatches;
    private final Clock clock;
    private final Set<String> batchTopics = ConcurrentHashMap.newKeySet();
    private final DeletedTopics deletedTopics;
    private final QueueRegistry.Content registered;
    private final LogView logView;
    private final QueueFiles queueFiles;
    private final DirtyQueues dirty = new DirtyQueues();
    private final Tails tails;
    private final ReentrantLock removal = new ReentrantLock();
    private final ConcurrentHashMap<String, ConsumeQueue[]> topics = new ConcurrentHashMap<>();

    // confined to the checkpoint thread, later to the closing one
    private List<ConsumeQueue> forcedLastTime = List.of();
    private long dispatchedLastTime;

    private volatile boolean isBehind; // written by the checkpoint thread
    private boolean isRecovering = true; // the opening thread, before the dispatch thread starts
    private volatile LastStop loadedAs; // written by the opening thread
    private volatile long completeBelow; // written by the opening thread, then left alone

    /**
     * @param peerBatches queues that the peer keeps in batches
     * @param registered what was written down about the queues at the last clean stop
     * @param logView what the log has
     */
    public ConsumeQueueTable(
            StoreFiles files,
            StoreLayout layout,
            QueueTableConfig config,
            PeerBatchQueues peerBatches,
            DeletedTopics deletedTopics,
            QueueRegistry.Content registered,
            LogView logView,
            Clock clock) {
        this.files = files;
        this.layout = layout;
        this.config = config;
        this.peerBatches = peerBatches;
        this.deletedTopics = deletedTopics;
        this.registered = registered;
        this.logView = logView;
        this.clock = clock;
        this.queueFiles = new QueueFiles(files, config.fileBytes(), config.openFiles());
        this.tails = new Tails(config.mostTailBytes());
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
                new QueueLoader(files, layout, config.fileBytes(), stop, registered, logView);
        List<QueueLoader.Loaded> loaded = loader.load();
        if (loader.hasBroken()) {
            logView.distrustQueues();
            loader.removeBroken();
        }
        long from = loaded.isEmpty() ? stop.logMinOffset() : stop.writtenBelow();
        for (QueueLoader.Loaded queue : loaded) {
            put(queue.topic(), queue.queueId()).load(queue);
            if (!queue.isOnDisk()) {
                find(queue.topic(), queue.queueId())
                        .ifPresent(notForced -> dirty.add(notForced, queue.dirtyFrom()));
            }
            from = Math.min(from, queue.missingFrom());
        }
        if (!peerBatches.takeOver(this, stop.writtenBelow())) {
            from = stop.logMinOffset();
        }
        dirty.sort();
        finishDeletions();
        if (registered.asOfPhysicalOffset() <= stop.writtenBelow()) {
            // else it counts entries that come again from the log anyway
            from = Math.min(from, shortQueues(stop.logMinOffset(), from));
        }
        completeBelow = from;
        return from;
    }

    /** Topics that were being deleted when the power went off: their files may be there still. */
    private void finishDeletions() throws IOException {
        for (String topic : deletedTopics.snapshot().keySet()) {
            ConsumeQueue[] queues = topics.get(topic);
            if (queues != null && hasOnlyDeleted(topic, queues)) {
                log.info("topic was deleted, its queues go topic={}", topic);
                deleteTopic(topic);
            }
        }
    }

    private boolean hasOnlyDeleted(String topic, ConsumeQueue[] queues) throws IOException {
        EntryBuffer last = new EntryBuffer(1);
        for (ConsumeQueue queue : queues) {
            if (queue != null && queue.maxOffset() > 0) {
                queue.read(queue.maxOffset() - 1, 1, last);
                if (last.count() > 0 && !deletedTopics.isDeleted(topic, last.physicalOffset(0))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** From where the log has to be read for queues that have lost entries they once had. */
    private long shortQueues(long min, long otherwise) throws IOException {
        long from = otherwise;
        EntryBuffer last = new EntryBuffer(1);
        for (QueueRegistry.Queue known : registered.queues()) {
            Optional<ConsumeQueue> queue = find(known.topic(), known.queueId());
            long max = queue.map(ConsumeQueue::maxOffset).orElse(0L);
            if (max < known.maxOffset()) {
                log.warn(
                        "queue is missing or short, rebuilt from the log topic={} queueId={}"
                                + " entries={} expected={}",
                        known.topic(),
                        known.queueId(),
                        max,
                        known.maxOffset());
                if (max > 0) {
                    queue.orElseThrow().read(max - 1, 1, last);
                }
                boolean hasEntries = max > 0 && last.physicalOffset(0) >= min;
                long missingFrom = hasEntries ? last.physicalOffset(0) : min;
                // Listed once more: what comes again is not on disk.
                queue.ifPresent(shortQueue -> dirty.add(shortQueue, missingFrom));
                from = Math.min(from, missingFrom);
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
        dirty.clear();
        tails.clear();
        queueFiles.close(); // the loader may remove files: none may be written under its old name
        load(loadedAs.withLogEnd(logEnd, completeBelow));
    }

    private ConsumeQueue put(String topic, int queueId) {
        ConsumeQueue queue =
                new ConsumeQueue(
                        topic,
                        queueId,
                        directoryOf(topic, queueId),
                        queueFiles,
                        dirty,
                        tails,
                        logView);
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
        if (!record.isQueued()) {
            return Accepted.NOTHING_TO_DO;
        }
        int messages = 1;
        if (record.isInnerBatch()) {
            int inner = record.scanner().innerMessages();
            messages = Math.max(1, Math.min(inner, MOST_MESSAGES_OF_A_BATCH));
            if (!topics.containsKey(record.topic())) {
                batchTopics.add(record.topic());
            }
        }
        Accepted accepted =
                add(record, record.topic(), record.queueId(), record.queueOffset(), messages);
        if (isRecovering) {
            for (LightQueues.Place place : LightQueues.of(record.scanner())) {
                add(record, place.queue(), 0, place.queueOffset(), 1);
            }
        }
        return accepted;
    }

    /** The dispatch goes on with records of this process, which have no light queues. */
    public void endRecovery() {
        isRecovering = false;
        dirty.sort(); // some began further down in the log than others that were listed before
    }

    private Accepted add(
            DispatchRecord record, String topic, int queueId, long queueOffset, int messages)
            throws IOException {
        if (queueId < 0 || queueId > AppendRequest.MAX_QUEUE_ID || topic.isEmpty()) {
            return Accepted.NOT_BELIEVED;
        }
        if (deletedTopics.isDeleted(topic, record.physicalOffset())) {
            return Accepted.NOTHING_TO_DO;
        }
        ConsumeQueue[] queues = topics.get(topic);
        ConsumeQueue queue = queues == null || queueId >= queues.length ? null : queues[queueId];
        if (queue == null) {
            if (!TopicPaths.isSafe(topic)) {
                return Accepted.NOT_BELIEVED;
            }
            queue = put(topic, queueId);
        }
        tails.shrink();
        ConsumeQueue.Added added = ConsumeQueue.Added.ALREADY_THERE;
        for (int i = 0; i < messages && added != ConsumeQueue.Added.NOT_BELIEVED; i++) {
            added =
                    queue.add(
                            queueOffset + i,
                            record.physicalOffset(),
                            record.recordBytes(),
                            record.tagsCode());
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
        ConsumeQueue queue = found.isPresent() ? found.get() : put(topic, queueId);
        tails.shrink();
        for (int i = 0; i < messages; i++) {
            queue.add(queueOffset + i, physicalOffset, recordBytes, tagsCode);
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
                delete(queue);
            }
        }
        PeerBatchQueues.delete(files, layout.extensionDir(topic));
        if (batchTopics.remove(topic)) {
            files.delete(layout.batchEntriesDir(topic));
            PeerBatchQueues.delete(files, layout.batchConsumeQueueDir(topic));
        } else {
            files.delete(layout.consumeQueueDir(topic));
            files.forceDirectory(layout.consumeQueueDir());
        }
    }

    private void delete(ConsumeQueue queue) throws IOException {
        removal.lock();
        try {
            queue.delete();
        } finally {
            removal.unlock();
        }
    }

    /**
     * Writes out and forces the queues that have waited longest, as many as the time allows: more when
     * messages come in, since the log to be read after a crash grows then.
     */
    @Override
    public long forceProgress(long dispatchedBelow) throws IOException {
        boolean isIdle = dispatchedBelow == dispatchedLastTime;
        dispatchedLastTime = dispatchedBelow;
        return forceOldest(
                dispatchedBelow, isIdle ? config.idleForceNanos() : config.busyForceNanos());
    }

    @Override
    public boolean isBehind() {
        return isBehind;
    }

    /** Forces what the time of a stop allows; the rest is written out and said to be in the registry. */
    @Override
    public long finish(long dispatchedBelow) throws IOException {
        long complete = forceOldest(dispatchedBelow, config.lastForceNanos());
        for (Optional<DirtyQueues.Listed> next = dirty.poll();
                next.isPresent();
                next = dirty.poll()) {
            next.get().queue().writeOut();
        }
        return complete;
    }

    /** At least one is forced. After a force that failed nothing is any more. */
    private long forceOldest(long dispatchedBelow, long budgetNanos) throws IOException {
        long start = clock.nanoTime();
        int waiting = dirty.size();
        List<ConsumeQueue> forced = new ArrayList<>();
        boolean hasTime = true;
        while (forced.size() < waiting && hasTime && !queueFiles.hasForceFailed()) {
            DirtyQueues.Listed oldest = dirty.poll().orElseThrow();
            forceOut(oldest);
            forced.add(oldest.queue());
            hasTime = clock.nanoTime() - start < budgetNanos;
        }
        for (ConsumeQueue queue : forcedLastTime) {
            queue.releaseTailIfIdle();
        }
        forcedLastTime = forced;
        isBehind = forced.size() < waiting;
        return dirty.completeBelow(dispatchedBelow);
    }

    private void forceOut(DirtyQueues.Listed oldest) throws IOException {
        boolean done = false;
        removal.lock();
        try {
            oldest.queue().forceOut();
            done = true;
        } finally {
            removal.unlock();
            if (!done) {
                oldest.queue().isDirtyFrom(oldest.physicalOffset());
                dirty.putBack(oldest);
            }
        }
    }

    /** Of records below a physical offset that were dispatched: below which all are on disk. */
    public long onDiskBelow(long dispatchedBelow) {
        return dirty.completeBelow(dispatchedBelow);
    }

    /** Whether a force has failed: nobody knows what of the queues is on disk. */
    public boolean hasForceFailed() {
        return queueFiles.hasForceFailed();
    }

    /** How many queues have entries that are not on disk. */
    public int dirtyCount() {
        return dirty.size();
    }

    /** Bytes of memory that the newest entries take. */
    public long tailBytes() {
        return tails.bytes();
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
                    deleted += queue.deleteDeadFiles();
                }
            }
        }
        return deleted;
    }

    /** How many queue files are open now. */
    public int openFileCount() {
        return queueFiles.openCount();
    }

    @Override
    public void close() {
        queueFiles.close();
    }
}
