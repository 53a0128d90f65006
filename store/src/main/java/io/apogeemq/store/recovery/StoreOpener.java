package io.apogeemq.store.recovery;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.StoreException;
import io.apogeemq.store.checkpoint.AbortMarker;
import io.apogeemq.store.checkpoint.QueueRegistry;
import io.apogeemq.store.checkpoint.StoreCheckpoint;
import io.apogeemq.store.commitlog.QueueOffsets;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.commitlog.RecordScanner.RecordCheck;
import io.apogeemq.store.dispatch.CatchUpTarget;
import io.apogeemq.store.dispatch.DerivedStore;
import io.apogeemq.store.dispatch.DispatchTarget;
import io.apogeemq.store.dispatch.Dispatcher;
import io.apogeemq.store.dispatch.LastStop;
import io.apogeemq.store.file.MappedFile;
import io.apogeemq.store.file.MappedFileQueue;
import io.apogeemq.store.file.Misplaced;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import io.apogeemq.store.index.MessageIndex;
import io.apogeemq.store.queue.ConsumeQueueTable;
import io.apogeemq.store.queue.DeletedTopics;
import io.apogeemq.store.queue.PeerBatchQueues;
import io.apogeemq.store.queue.QueueTableConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the files of a store, in this order:
 *
 * <ol>
 *   <li>was the last stop clean? what do checkpoint and queue registry say?
 *   <li>the log files
 *   <li>the queues and the index, as far as they are known to be on disk
 *   <li>from where must the log be read again? The smallest of: forced log, forced queues, and the end
 *       of every queue that is missing or shorter than the registry says; and of the index, if that is
 *       not far
 *   <li>read it, dispatch it, find its end, cut the rest
 *   <li>the next offset of every queue
 *   <li>the abort marker
 * </ol>
 *
 * <p>The caller holds the lock already. Runs on the thread that opens.
 */
public final class StoreOpener {

    private static final Logger log = LoggerFactory.getLogger(StoreOpener.class);

    /** A log that the peer stopped cleanly is checked from its third-last file on, as the peer does. */
    private static final int FILES_CHECKED_OF_A_PEER = 3;

    /** A log that the peer left in a crash: so much older than its checkpoint is surely in the queues. */
    private static final long PEER_CHECKPOINT_SLACK_MILLIS = 60_000;

    /** So much log is read for the index alone before the store serves. */
    private static final long INDEXED_AT_OPEN_BYTES = 64 << 20;

    /** So many entries of the index are put in order before the store serves: some 30 ms. */
    private static final int RELINKED_AT_OPEN = 1_000_000;

    private final StoreConfig config;
    private final StoreFiles files;
    private final StoreLayout layout;
    private final Clock clock;

    /**
     * A store that is ready to be started.
     *
     * @param end where the log ends; everything before is dispatched
     * @param registered what the registry says that still holds
     */
    public record Opened(
            MappedFileQueue segments,
            long end,
            ConsumeQueueTable queues,
            Optional<MessageIndex> index,
            QueueOffsets queueOffsets,
            DeletedTopics deletedTopics,
            Dispatcher dispatcher,
            StoreCheckpoint checkpoint,
            QueueRegistry registry,
            QueueRegistry.Content registered,
            AbortMarker abortMarker,
            DamageReport damage,
            long recordsScanned) {

        /** What is derived beside the queues. */
        public List<DerivedStore> others() {
            return index.<List<DerivedStore>>map(List::of).orElse(List.of());
        }
    }

    /**
     * Where the queues can be trusted up to, and from where the log is read.
     *
     * @param forcedBelow the queues are on disk for all records below
     * @param writtenBelow the queues are in their files for all records below
     */
    private record Plan(boolean isClean, long forcedBelow, long writtenBelow, long scanFrom) {}

    public StoreOpener(StoreConfig config, StoreFiles files, StoreLayout layout, Clock clock) {
        this.config = config;
        this.files = files;
        this.layout = layout;
        this.clock = clock;
    }

    public Opened open() throws IOException {
        makeRoom();
        files.createDirectories(layout.commitLogDir());
        files.createDirectories(layout.consumeQueueDir());
        DamageReport damage = new DamageReport();
        AbortMarker abortMarker = new AbortMarker(files, layout.abortFile());
        StoreCheckpoint checkpoint = StoreCheckpoint.read(files, layout.checkpointFile());
        QueueRegistry registry = new QueueRegistry(files, layout.queuesFile());
        QueueRegistry.Content registered = registry.readOrEmpty();

        refuseAnEmptyLog(checkpoint.found(), registered);
        MappedFileQueue segments =
                new LogFiles(
                                files,
                                layout.commitLogDir(),
                                config.commitLogFileBytes(),
                                checkpoint.found().flushedOffset(),
                                damage)
                        .open();
        boolean crashed = abortMarker.isPresent();
        boolean sameBoot =
                !files.bootId().isEmpty()
                        && files.bootId()
                                .equals(crashed ? abortMarker.bootId() : registered.bootId());
        long registeredBelow = !crashed && sameBoot ? registered.asOfPhysicalOffset() : 0;
        Plan plan = plan(segments, checkpoint.found(), crashed, registeredBelow);
        LastStop lastStop =
                new LastStop(
                        plan.isClean(),
                        crashed,
                        checkpoint.found().isOurs(),
                        segments.first().firstOffset(),
                        plan.forcedBelow(),
                        plan.writtenBelow(),
                        !sameBoot && !(plan.isClean() && isAllOnDisk(checkpoint.found())),
                        checkpoint.found().indexTimestamp());

        if (!crashed) {
            abortMarker.put(); // from here on files change: an open that is cut off is a crash
        }

        DeletedTopics deletedTopics = new DeletedTopics();
        registered
                .deletedTopics()
                .forEach(d -> deletedTopics.delete(d.topic(), d.belowPhysicalOffset()));
        ConsumeQueueTable queues =
                new ConsumeQueueTable(
                        files,
                        layout,
                        QueueTableConfig.of(
                                config.consumeQueueFileBytes(), config.openQueueFiles()),
                        new PeerBatchQueues(files, layout),
                        deletedTopics,
                        registered,
                        new SegmentsView(segments, checkpoint),
                        clock);
        long queuesFrom = queues.load(lastStop);
        checkpoint.distrustQueues(queuesFrom); // what comes again from there is not forced
        Optional<MessageIndex> index = loadIndex(segments, lastStop, queuesFrom);

        List<DispatchTarget> targets = new ArrayList<>(List.of(queues));
        index.ifPresent(targets::add);
        Dispatcher dispatcher =
                new Dispatcher(targets, config.delayLevels(), checkpoint.found().checksumsFrom());
        CommitLogRecovery recovery = recovery(segments, dispatcher, queues, damage);
        long derivedBelow =
                Math.max(plan.writtenBelow(), index.map(i -> i.completeBelow()).orElse(0L));
        long dispatchFrom = firstMissing(queuesFrom, index);
        long end =
                recovery.findEnd(
                        Math.min(plan.scanFrom(), dispatchFrom),
                        dispatchFrom,
                        queuesFrom,
                        plan.isClean());
        // Damage in what was forced is none of the last crash: the queues know it already.
        long whole = Math.min(damage.firstOffset(checkpoint.found().flushedOffset()), end);
        if (whole < derivedBelow || isShorterThanBefore(checkpoint.found(), end)) {
            // What is derived got further than the log that is left: what it says about messages
            // that are lost goes, and the rest comes again.
            checkpoint.distrustQueues(whole);
            queues.truncate(whole);
            if (index.isPresent()) {
                index.get().truncate(whole);
            }
            damage.startAgain();
            recovery = recovery(segments, dispatcher, queues, damage);
            // What was missing at first has come into memory only, and is missing again.
            long missing = Math.min(queuesFrom, Math.min(whole, queues.completeBelow()));
            dispatchFrom = firstMissing(missing, index);
            end = recovery.findEnd(dispatchFrom, dispatchFrom, missing, false);
        }
        reportLoss(checkpoint.found(), end, damage);
        if (index.isPresent()) {
            index.get().truncate(end);
        }
        if (!plan.isClean() || end != checkpoint.found().flushedOffset()) {
            recovery.cut(end);
            force(segments, plan.scanFrom(), crashed);
        }
        segments.last().assumeAllocated((int) (end - segments.last().firstOffset()));

        queues.endRecovery();
        QueueOffsets queueOffsets = new QueueOffsets();
        queues.forEach(q -> queueOffsets.raise(q.topic(), q.queueId(), q.maxOffset()));
        QueueRegistry.Content valid = registered.forLog(Math.min(damage.firstOffset(0), end), end);
        for (QueueRegistry.Queue known : valid.queues()) {
            queueOffsets.raise(known.topic(), known.queueId(), known.nextOffset());
            queues.find(known.topic(), known.queueId())
                    .ifPresent(queue -> queue.isNumberedBelow(known.nextOffset()));
        }
        if (!valid.equals(registered)) {
            // Else it would speak about records that are about to be written, in the place of lost
            // ones.
            registry.write(valid);
            deletedTopics.endAt(end);
        }
        checkpoint.recordsEndInChecksums(config.appendPropertyCrc(), end);
        if (!checkpoint.found().isOurs()
                || isShorterThanBefore(checkpoint.found(), end)
                || checkpoint.checksumsFrom() != checkpoint.found().checksumsFrom()) {
            // What it promises about offsets that are given to other records now must not be
            // believed; nor what a peer said about queues whose ends we have cut off.
            long logTimestamp = checkpoint.found().logTimestamp();
            long onDisk = queues.onDiskBelow(end);
            long reached = onDisk < end ? LogFiles.storeTimestamp(segments, onDisk) : logTimestamp;
            long queuesTimestamp = Math.max(0, Math.min(logTimestamp, reached));
            checkpoint.write(logTimestamp, queuesTimestamp, end, onDisk);
        }
        abortMarker.put();
        log.info(
                "store opened clean={} logEnd={} recordsScanned={} damagedRanges={}",
                plan.isClean(),
                end,
                recovery.recordsScanned(),
                damage.skippedRanges().size());
        return new Opened(
                segments,
                end,
                queues,
                index,
                queueOffsets,
                deletedTopics,
                dispatcher,
                checkpoint,
                registry,
                valid,
                abortMarker,
                damage,
                recovery.recordsScanned());
    }

    /** From where records have to be handed to what takes part in the recovery. */
    private static long firstMissing(long queuesFrom, Optional<MessageIndex> index) {
        return index.filter(i -> !i.isLagging())
                .map(i -> Math.min(queuesFrom, i.completeBelow()))
                .orElse(queuesFrom);
    }

    private CommitLogRecovery recovery(
            MappedFileQueue segments,
            Dispatcher dispatcher,
            ConsumeQueueTable queues,
            DamageReport damage) {
        return new CommitLogRecovery(
                files,
                segments,
                dispatcher,
                queues,
                damage,
                Math.max(config.preallocateBytes(), config.maxMessageBytes()));
    }

    private static boolean isAllOnDisk(StoreCheckpoint.Found found) {
        return found.isOurs() && found.queuesOffset() >= found.flushedOffset();
    }

    private static boolean isShorterThanBefore(StoreCheckpoint.Found found, long end) {
        return found.isOurs() && end < Math.max(found.flushedOffset(), found.queuesOffset());
    }

    /**
     * The index, if there is one. It takes part in this recovery if that costs little; else it catches
     * up later, while the store serves.
     */
    private Optional<MessageIndex> loadIndex(
            MappedFileQueue segments, LastStop lastStop, long queuesFrom) throws IOException {
        if (!config.index().enabled()) {
            return Optional.empty();
        }
        MessageIndex index =
                new MessageIndex(
                        files,
                        layout.indexDir(),
                        config.index(),
                        clock,
                        physicalOffset -> LogFiles.storeTimestamp(segments, physicalOffset));
        long indexFrom = index.load(lastStop);
        if (queuesFrom - indexFrom <= INDEXED_AT_OPEN_BYTES
                && index.entriesToRelink() <= RELINKED_AT_OPEN) {
            while (index.prepare() == CatchUpTarget.NOT_YET) {
                // one bounded step after the other
            }
            index.follow();
        }
        return Optional.of(index);
    }

    /** Everything but the log can be made again: what stands in its place is moved away. */
    private void makeRoom() throws IOException {
        for (Path directory :
                List.of(
                        layout.consumeQueueDir(),
                        layout.indexDir(),
                        layout.batchEntriesDir(),
                        layout.batchConsumeQueueDir())) {
            Misplaced.makeRoomForDirectory(files, directory);
        }
        for (Path file : List.of(layout.checkpointFile(), layout.abortFile())) {
            Misplaced.makeRoomForFile(files, file);
        }
    }

    /** An empty log where there was one is a disk that is not mounted, more often than a loss. */
    private void refuseAnEmptyLog(StoreCheckpoint.Found found, QueueRegistry.Content registered)
            throws IOException {
        long before = Math.max(found.flushedOffset(), registered.asOfPhysicalOffset());
        if (before > 0 && LogFiles.segmentsOf(files, layout.commitLogDir()).isEmpty()) {
            throw new StoreException(
                    "the log directory '"
                            + layout.commitLogDir()
                            + "' is empty, but the store had messages up to offset '"
                            + before
                            + "': bring its files back (is the disk mounted?), or remove '"
                            + layout.checkpointFile()
                            + "', '"
                            + layout.queuesFile()
                            + "' and its .bak to start without the messages");
        }
    }

    /** By the checkpoint: ours says it in offsets, the peer's in times. */
    private Plan plan(
            MappedFileQueue segments,
            StoreCheckpoint.Found found,
            boolean crashed,
            long registeredBelow) {
        long min = segments.first().firstOffset();
        if (found.isOurs()) {
            long logEnd = segments.last().endOffset();
            long forced = Math.max(min, Math.min(found.queuesOffset(), logEnd));
            boolean isRegistered = registeredBelow == found.flushedOffset();
            long written =
                    isRegistered ? Math.max(forced, Math.min(registeredBelow, logEnd)) : forced;
            long flushed = Math.min(found.flushedOffset(), logEnd);
            return new Plan(!crashed, forced, written, Math.max(min, Math.min(written, flushed)));
        }
        if (!crashed) {
            int index = Math.max(0, segments.fileCount() - FILES_CHECKED_OF_A_PEER);
            long from = segments.file(index).firstOffset();
            return new Plan(false, from, from, from);
        }
        long sure =
                Math.min(found.logTimestamp(), found.queuesTimestamp())
                        - PEER_CHECKPOINT_SLACK_MILLIS;
        RecordScanner scanner = new RecordScanner();
        for (int i = segments.fileCount() - 1; i > 0; i--) {
            MappedFile file = segments.file(i);
            boolean valid =
                    scanner.inspect(file.buffer(), 0, file.fileBytes(), file.firstOffset(), true)
                            == RecordCheck.VALID;
            if (valid && scanner.storeTimestamp() <= sure) {
                return new Plan(false, file.firstOffset(), file.firstOffset(), file.firstOffset());
            }
        }
        return new Plan(false, min, min, min);
    }

    /**
     * After a crash of the process the log may be in the page cache only: what was found is kept. A force
     * that failed before may have left pages there that the system believes to be on disk.
     */
    private static void force(MappedFileQueue segments, long from, boolean crashed)
            throws IOException {
        for (int i = 0; i < segments.fileCount(); i++) {
            MappedFile file = segments.file(i);
            if (file.endOffset() > from) {
                if (crashed) {
                    file.writeAgain(
                            (int) (Math.max(from, file.firstOffset()) - file.firstOffset()));
                }
                file.force(0, file.fileBytes());
            }
        }
    }

    private static void reportLoss(StoreCheckpoint.Found found, long end, DamageReport damage) {
        if (found.isOurs() && end < found.flushedOffset()) {
            damage.lost(found.flushedOffset() - end);
            log.error(
                    "the log ends before what was on disk: files are missing or damaged end={}"
                            + " flushedBefore={}",
                    end,
                    found.flushedOffset());
        }
    }
}
