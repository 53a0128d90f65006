package io.apogeemq.store;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.concurrent.OffsetWatermark;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendReceipt;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchOutcome;
import io.apogeemq.store.append.WriteGate;
import io.apogeemq.store.checkpoint.CheckpointThread;
import io.apogeemq.store.checkpoint.QueueRegistry;
import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.commitlog.CommitLogConfig;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.dispatch.DerivedStore;
import io.apogeemq.store.dispatch.DispatchThread;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.file.Misplaced;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.flush.FlushThread;
import io.apogeemq.store.index.IndexStats;
import io.apogeemq.store.query.KeyQuery;
import io.apogeemq.store.query.MessageQuery;
import io.apogeemq.store.query.QueryResult;
import io.apogeemq.store.queue.ConsumeQueue;
import io.apogeemq.store.read.ColdRead;
import io.apogeemq.store.read.MessageReader;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import io.apogeemq.store.read.TimeBoundary;
import io.apogeemq.store.read.Visibility;
import io.apogeemq.store.recovery.DamageReport;
import io.apogeemq.store.recovery.StoreOpener;
import io.apogeemq.store.retention.DiskSpaceGuard;
import io.apogeemq.store.retention.ReservedFiles;
import io.apogeemq.store.retention.RetentionTask;
import io.apogeemq.store.verify.OpenStore;
import io.apogeemq.store.verify.Scrub;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of the store: append, read by queue, by position and by key, offsets.
 *
 * <p>{@link #open} brings the files in order, {@link #start} lets the threads run; between the two nothing
 * becomes visible and the listener is not called.
 *
 * <p>Threads: append and read from any thread, no lock is held across I/O. Owns the threads {@code flush},
 * {@code dispatch}, {@code preallocate}, {@code checkpoint} and {@code retention}.
 *
 * <p>Errors: appends answer with an outcome. Reads of queue files that the disk refuses throw {@link
 * UncheckedIOException}. Opening throws {@link StoreException} with what to do.
 */
public final class MessageStore implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MessageStore.class);

    /** {@link #offsetByTime} and {@link #storeTimestamp} of a queue or message that is not there. */
    public static final long NONE = -1;

    private final StoreFiles files;
    private final Closeable lock;
    private final StoreOpener.Opened opened;
    private final WriteGate gate;
    private final OffsetWatermark flushed;
    private final OffsetWatermark dispatched;
    private final CommitLog commitLog;
    private final FlushThread flushThread;
    private final DispatchThread dispatchThread;
    private final CheckpointThread checkpointThread;
    private final RetentionTask retention;
    private final Scrub scrub;
    private final MessageReader reader;
    private final Optional<MessageQuery> query;
    private final boolean waitsForDisk;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    private MessageStore(
            StoreConfig config,
            StoreFiles files,
            Closeable lock,
            StoreOpener.Opened opened,
            ArrivalListener listener,
            Clock clock,
            Loops loops,
            WriteGate gate,
            DiskSpaceGuard guard) {
        this.gate = gate;
        this.files = files;
        this.lock = lock;
        this.opened = opened;
        this.waitsForDisk = config.flush().isSync();
        this.flushed = new OffsetWatermark("flushed", opened.end());
        this.dispatched = new OffsetWatermark("dispatched", opened.end());
        this.commitLog =
                new CommitLog(
                        new CommitLogConfig(
                                files,
                                config.commitLogDir(),
                                config.commitLogFileBytes(),
                                config.maxMessageBytes(),
                                config.maxMessageBytes() + StoreConfig.MAX_RECORD_OVERHEAD_BYTES,
                                config.preallocateBytes(),
                                waitsForDisk,
                                config.appendPropertyCrc()),
                        opened.segments(),
                        opened.end(),
                        opened.queueOffsets(),
                        gate,
                        clock,
                        loops);
        Visibility visibility = new Visibility(commitLog, flushed, waitsForDisk);
        this.dispatchThread =
                new DispatchThread(
                        commitLog,
                        opened.dispatcher(),
                        opened.index(),
                        visibility::confirmedOffset,
                        dispatched,
                        listener,
                        gate,
                        loops);
        this.flushThread =
                new FlushThread(
                        commitLog,
                        config.flush(),
                        flushed,
                        gate,
                        dispatchThread::wake,
                        clock,
                        loops);
        this.checkpointThread =
                new CheckpointThread(
                        opened.queues(),
                        opened.others(),
                        opened.checkpoint(),
                        flushed,
                        dispatched,
                        this::newestStoreTimestamp,
                        this::storeTimestampAt,
                        config.checkpointInterval(),
                        clock,
                        loops);
        this.retention =
                new RetentionTask(
                        commitLog,
                        derived(opened),
                        guard,
                        this::notNeededBelow,
                        config.retention(),
                        clock,
                        ZoneId.systemDefault(),
                        loops);
        this.scrub =
                new Scrub(
                        new OpenStore(
                                files,
                                new StoreLayout(config.rootDir(), config.commitLogDir()),
                                config.consumeQueueFileBytes(),
                                config.index(),
                                commitLog,
                                opened.queues(),
                                opened.deletedTopics(),
                                dispatched::value),
                        config.delayLevels(),
                        config.scrub(),
                        clock,
                        loops);
        this.reader =
                new MessageReader(
                        commitLog,
                        opened.queues(),
                        visibility,
                        new ColdRead(config.hotBytes()),
                        opened.end(),
                        opened.checkpoint().checksumsFrom());
        this.query = opened.index().map(index -> new MessageQuery(index, reader));
    }

    private static List<DerivedStore> derived(StoreOpener.Opened opened) {
        List<DerivedStore> all = new ArrayList<>(opened.others());
        all.add(opened.queues());
        return all;
    }

    /** Opens a store of this machine; makes an empty one where there is none. */
    public static MessageStore open(StoreConfig config, ArrivalListener listener, Clock clock) {
        return open(config, listener, clock, StoreFiles.onDisk(), Loops.threads());
    }

    /**
     * Opens a store over another file system, e.g. one that records what was forced, and with other
     * loops, e.g. such as a test takes step by step.
     */
    public static MessageStore open(
            StoreConfig config,
            ArrivalListener listener,
            Clock clock,
            StoreFiles files,
            Loops loops) {
        StoreLayout layout = new StoreLayout(config.rootDir(), config.commitLogDir());
        try {
            files.createDirectories(config.rootDir());
            Misplaced.makeRoomForFile(files, layout.lockFile());
            Closeable lock = files.lock(layout.lockFile());
            boolean done = false;
            try {
                WriteGate gate = new WriteGate();
                DiskSpaceGuard guard = new DiskSpaceGuard(files, layout, gate);
                StoreFiles reserved = new ReservedFiles(files, guard);
                StoreOpener.Opened opened = new StoreOpener(config, reserved, layout, clock).open();
                MessageStore store =
                        new MessageStore(
                                config, reserved, lock, opened, listener, clock, loops, gate,
                                guard);
                done = true;
                return store;
            } finally {
                if (!done) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new StoreException(
                    "store '" + config.rootDir() + "' can't be opened: " + e.getMessage(), e);
        }
    }

    /** Starts the threads; once. */
    public MessageStore start() {
        if (started.compareAndSet(false, true)) {
            retention.start();
            commitLog.start();
            dispatchThread.start();
            flushThread.start();
            checkpointThread.start();
            scrub.start();
        }
        return this;
    }

    /** What no start reads again and nobody waits for. */
    private long notNeededBelow() {
        return Math.min(
                opened.checkpoint().coveredBelow(), Math.min(flushed.value(), dispatched.value()));
    }

    private long storeTimestampAt(long physicalOffset) {
        return reader.storeTimestampAt(physicalOffset, NONE);
    }

    private long newestStoreTimestamp() {
        return Math.max(
                dispatchThread.lastStoreTimestamp(), opened.checkpoint().found().logTimestamp());
    }

    // ---- append

    /** Stores one message and makes it known. */
    public AppendOutcome append(AppendRequest request) {
        AppendReceipt receipt = new AppendReceipt();
        append(request, receipt);
        return receipt.toOutcome();
    }

    /**
     * Stores one message and makes it known. Hot: allocates nothing.
     *
     * @param receipt filled in
     */
    public void append(AppendRequest request, AppendReceipt receipt) {
        commitLog.append(request, receipt);
        if (!isAnnounced()) {
            receipt.refused(notWritten().reason(), notWritten().detail());
        }
    }

    /**
     * Gives one message its place in the log. Whoever appends many this way calls {@link #announce}
     * once behind them, on the same thread, before telling anybody. Hot: allocates nothing.
     *
     * @param receipt filled in
     */
    public void appendUnannounced(AppendRequest request, AppendReceipt receipt) {
        commitLog.append(request, receipt);
    }

    /** Stores a client batch, all or nothing, and makes it known. */
    public BatchOutcome appendBatch(BatchAppendRequest request) {
        BatchOutcome outcome = commitLog.appendBatch(request);
        return isAnnounced()
                ? outcome
                : new BatchOutcome.Refused(notWritten().reason(), notWritten().detail());
    }

    /** Gives a client batch its place in the log, as {@link #appendUnannounced} does. */
    public BatchOutcome appendBatchUnannounced(BatchAppendRequest request) {
        return commitLog.appendBatch(request);
    }

    /**
     * Writes what this thread has appended and makes it known. Until then nothing of it is in the log,
     * forced under SYNC_FLUSH, or visible to consumers. Costs two reads when there is nothing new.
     *
     * @throws StoreException if it could not be written: none of it may be acknowledged
     */
    public void announce() {
        if (!isAnnounced()) {
            throw new StoreException(
                    "messages were not written, their producers must not be answered: "
                            + notWritten().detail());
        }
    }

    /** A failed write has closed the gate for good. */
    private WriteGate.Closed notWritten() {
        return gate.closed().orElseThrow();
    }

    private boolean isAnnounced() {
        boolean isWritten = commitLog.writeOut();
        long written = commitLog.writtenOffset();
        if (waitsForDisk) {
            if (written > flushed.value()) {
                flushThread.wake(); // wakes the dispatch when the bytes are on disk
            }
        } else if (written > dispatched.value()) {
            dispatchThread.wake();
        }
        return isWritten;
    }

    // ---- read

    /** Messages of a queue from an offset on. Hot. */
    public ReadResult read(ReadRequest request) {
        return reader.read(request);
    }

    /** The record at a position, checked; empty when there is none, or it is damaged or not stable. */
    public Optional<MappedSlice> record(long physicalOffset) {
        return reader.record(physicalOffset);
    }

    /** Messages by key; empty when this store keeps no index. */
    public Optional<QueryResult> query(KeyQuery wanted) {
        return query.map(q -> q.find(wanted));
    }

    /** First entry of the queue that is still there; 0 for a queue that never was. */
    public long minOffset(String topic, int queueId) {
        return opened.queues().find(topic, queueId).map(ConsumeQueue::minOffset).orElse(0L);
    }

    /** End of the queue as consumers see it; 0 for a queue that never was. */
    public long maxOffset(String topic, int queueId) {
        return opened.queues().find(topic, queueId).map(ConsumeQueue::maxOffset).orElse(0L);
    }

    /** The queue offset that the next appended message will get; may be ahead of maxOffset. */
    public long nextOffset(String topic, int queueId) {
        return commitLog.nextQueueOffset(topic, queueId);
    }

    /** How many queues each topic has that has any: one more than its largest queue id. Rare. */
    public SortedMap<String, Integer> queueCounts() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        opened.queues()
                .forEach(queue -> counts.merge(queue.topic(), queue.queueId() + 1, Math::max));
        return counts;
    }

    /** Whether the queue has, or had, visible messages. */
    public boolean hasQueue(String topic, int queueId) {
        return opened.queues().find(topic, queueId).isPresent();
    }

    /** Binary search by store time, within [minOffset, maxOffset]; {@link #NONE} without queue. */
    public long offsetByTime(String topic, int queueId, long timestamp, TimeBoundary boundary) {
        Optional<ConsumeQueue> queue = opened.queues().find(topic, queueId);
        return queue.isEmpty() ? NONE : reader.offsetByTime(queue.get(), timestamp, boundary);
    }

    /** Store time of one message, {@link #NONE} when it is not there. */
    public long storeTimestamp(String topic, int queueId, long queueOffset) {
        Optional<ConsumeQueue> queue = opened.queues().find(topic, queueId);
        return queue.isEmpty() ? NONE : reader.storeTimestamp(queue.get(), queueOffset, NONE);
    }

    /** Store time of the oldest record, {@link #NONE} when the log is empty. */
    public long earliestStoreTimestamp() {
        return reader.storeTimestampAt(commitLog.minOffset(), NONE);
    }

    /** Whether reading there is likely to wait for the disk: far behind the tail. */
    public boolean isCold(long physicalOffset) {
        return reader.isCold(physicalOffset);
    }

    /** Whether a read is likely to wait for the disk; does not look at the disk itself. */
    public boolean mayBeCold(ReadRequest request) {
        return reader.mayBeCold(request);
    }

    // ---- topics, state

    /**
     * Drops the queues of a topic; done when their files are gone. Numbering goes on where it was if
     * the topic comes back, also after a restart, so that consumers with old offsets neither skip nor
     * repeat. The {@link ArrivalListener} must not wait for it.
     */
    public CompletableFuture<Void> deleteTopic(String topic) {
        long written = commitLog.writtenOffset();
        return dispatchThread.run(
                () -> {
                    long below = Math.max(written, dispatched.value());
                    opened.deletedTopics().delete(topic, below);
                    try {
                        writeRegistry(false);
                        opened.queues().deleteTopic(topic);
                    } catch (IOException e) {
                        throw new UncheckedIOException("topic '" + topic + "' can't be removed", e);
                    }
                    log.info("topic deleted topic={}", topic);
                });
    }

    public LogOffsets offsets() {
        return new LogOffsets(
                commitLog.minOffset(),
                commitLog.writtenOffset(),
                flushed.value(),
                dispatched.value());
    }

    /** Everything below is on disk. Wait here under SYNC_FLUSH. */
    public OffsetWatermark flushed() {
        return flushed;
    }

    /** Everything below is visible to consumers. */
    public OffsetWatermark dispatched() {
        return dispatched;
    }

    public StoreState state() {
        Optional<WriteGate.Closed> closed = gate.closed();
        return closed.isEmpty()
                ? new StoreState.Writable()
                : new StoreState.NotWritable(closed.get().reason(), closed.get().detail());
    }

    /** For the small files of whoever uses the store: on a full disk there is room for them. */
    public DurableFiles smallFiles() {
        return files;
    }

    /**
     * What is wrong now, or was found wrong at the start, though messages may be taken: disks that refuse
     * the queues or the checkpoint, damage in the log. Empty when all is well.
     */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        troubles.add(commitLog.trouble());
        troubles.add(dispatchThread.trouble());
        troubles.addAll(checkpointThread.troubles());
        if (opened.queues().hasForceFailed()) {
            troubles.add("a queue file could not be forced, the next start reads more of the log");
        }
        if (!damage().skippedRanges().isEmpty()) {
            troubles.add(
                    damage().skippedBytes()
                            + " bytes of the log were found damaged in "
                            + damage().skippedRanges().size()
                            + " places");
        }
        if (damage().lostBytes() > 0) {
            troubles.add(
                    "the log ended "
                            + damage().lostBytes()
                            + " bytes before what was once on disk");
        }
        troubles.removeIf(String::isEmpty);
        return troubles;
    }

    /** Deletes old log files; may be asked to do it now, and how full the disks are. */
    public RetentionTask retention() {
        return retention;
    }

    /** Blocks of the newest log file that are ready in front of the write position. */
    public long preallocatedBytes() {
        return Math.max(0, commitLog.allocatedOffset() - commitLog.writtenOffset());
    }

    /** What recovery had to skip. */
    public DamageReport damage() {
        return opened.damage();
    }

    /** How many records the last start had to read. */
    public long recordsScannedAtOpen() {
        return opened.recordsScanned();
    }

    /** Verifies the whole store in the background, and at once when asked. */
    public Scrub scrub() {
        return scrub;
    }

    public StoreStats stats() {
        LogOffsets at = offsets();
        return new StoreStats(
                commitLog.appendedMessages(),
                commitLog.appendedBytes(),
                commitLog.refusedAppends(),
                commitLog.rollOvers(),
                commitLog.allocationWaits(),
                dispatchThread.dispatchedRecords(),
                at.max() - at.dispatched(),
                at.max() - at.flushed(),
                flushThread.forces(),
                flushThread.forceNanos(),
                opened.dispatcher().undispatchable(),
                reader.badEntries(),
                reader.damagedRecords(),
                opened.index().map(index -> index.stats(at.dispatched())).orElse(IndexStats.NONE),
                scrub.status());
    }

    /**
     * Stops taking messages, forces and dispatches what there is, writes queues and checkpoint, and marks
     * the store as cleanly closed if all of that worked. Slices in flight stay usable.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean wasSound = gate.isSound();
        gate.close();
        scrub.close();
        commitLog.stop();
        flushThread.close();
        dispatchThread.close();
        checkpointThread.close();
        retention.close();
        try {
            boolean complete =
                    wasSound
                            && flushed.value() == commitLog.writtenOffset()
                            && dispatched.value() == commitLog.writtenOffset();
            if (complete) {
                checkpointThread.finish();
                writeRegistry(true);
                opened.abortMarker().remove();
            }
            log.info("store closed clean={} logEnd={}", complete, commitLog.writtenOffset());
        } catch (IOException e) {
            log.error("store could not be closed cleanly, the next start recovers", e);
        } finally {
            commitLog.closeFiles();
            opened.others().forEach(DerivedStore::close);
            opened.queues().close();
            releaseLock();
        }
    }

    /**
     * Writes what the queues are now.
     *
     * @param isComplete whether everything in the log is on disk and dispatched; if not, no number is
     *     written down that belongs to a message which may still be lost
     */
    private void writeRegistry(boolean isComplete) throws IOException {
        List<QueueRegistry.Queue> queues = new ArrayList<>();
        long asOf = dispatched.value();
        commitLog.forEachQueue(
                (topic, queueId, next) -> {
                    boolean isGone = opened.deletedTopics().isDeleted(topic, asOf - 1);
                    Optional<ConsumeQueue> queue =
                            isGone ? Optional.empty() : opened.queues().find(topic, queueId);
                    if (queue.isPresent()) {
                        ConsumeQueue found = queue.get();
                        queues.add(
                                found.registered(isComplete ? next : found.surelyNumberedBelow()));
                    } else if (isComplete || opened.deletedTopics().wasDeleted(topic)) {
                        queues.add(QueueRegistry.Queue.without(topic, queueId, next));
                    }
                });
        if (!isComplete) {
            addQueuesWithoutFiles(queues);
        }
        List<QueueRegistry.Deleted> deleted = new ArrayList<>();
        opened.deletedTopics()
                .snapshot()
                .forEach((topic, below) -> deleted.add(new QueueRegistry.Deleted(topic, below)));
        boolean isInFiles = isComplete && !opened.queues().hasForceFailed();
        String bootId = isInFiles ? files.bootId() : "";
        opened.registry().write(new QueueRegistry.Content(asOf, bootId, queues, deleted));
    }

    /** Queues that had numbers and no files at the last start, and still have none. */
    private void addQueuesWithoutFiles(List<QueueRegistry.Queue> queues) {
        for (QueueRegistry.Queue known : opened.registered().queues()) {
            boolean isListed =
                    opened.queues().find(known.topic(), known.queueId()).isPresent()
                            || opened.deletedTopics().wasDeleted(known.topic());
            if (!isListed) {
                queues.add(
                        QueueRegistry.Queue.without(
                                known.topic(), known.queueId(), known.nextOffset()));
            }
        }
    }

    private void releaseLock() {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("store lock could not be released, the end of the process does it", e);
        }
    }
}
