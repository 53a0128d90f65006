package io.apogeemq.store.retention;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.store.commitlog.CommitLog;
import io.apogeemq.store.dispatch.DerivedStore;
import io.apogeemq.store.file.MappedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes old log files one by one, by the {@link RetentionPlan}; lets what is derived follow; and keeps
 * the {@link DiskSpaceGuard} informed of how full the disks are.
 *
 * <p>Threads: runs on the loop {@code retention}; the requests come from any thread.
 *
 * <p>Errors: a file that can't be deleted stays, with all younger ones, and is tried again in the next
 * round.
 */
public final class RetentionTask implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RetentionTask.class);

    /** A request deletes what is expired in so many rounds. */
    private static final int ROUNDS_OF_A_REQUEST = 20;

    /** While messages are refused it is looked this often. */
    private static final Duration IMPATIENT_INTERVAL = Duration.ofSeconds(1);

    private final CommitLog commitLog;
    private final List<DerivedStore> derived;
    private final DiskSpaceGuard guard;
    private final LongSupplier notNeededBelow;
    private final Clock clock;
    private final ZoneId zone;
    private final Loop loop;
    private final LastRecord lastRecord = new LastRecord();

    private volatile RetentionConfig config;
    private final AtomicInteger requestedFiles = new AtomicInteger();
    private volatile boolean derivedIsDue; // set by any thread, cleared by the retention thread

    // confined to the retention thread
    private final Map<Long, Long> lastTimestamps = new HashMap<>(); // by the file's first offset
    private final List<MappedFile> stillMapped = new ArrayList<>();
    private long nextNanos;
    private int deletedInRound;
    private boolean failing;

    /**
     * @param notNeededBelow what is flushed, dispatched and covered by the checkpoint
     * @param zone whose hours of the day count
     */
    public RetentionTask(
            CommitLog commitLog,
            List<DerivedStore> derived,
            DiskSpaceGuard guard,
            LongSupplier notNeededBelow,
            RetentionConfig config,
            Clock clock,
            ZoneId zone,
            Loops loops) {
        this.commitLog = commitLog;
        this.derived = List.copyOf(derived);
        this.guard = guard;
        this.notNeededBelow = notNeededBelow;
        this.config = config;
        this.clock = clock;
        this.zone = zone;
        this.nextNanos = clock.nanoTime();
        this.loop =
                loops.loop(
                        "retention",
                        this::turn,
                        e -> log.error("old files are not deleted any more", e));
    }

    /** Makes the reserve, refuses messages if the disk is too full already, and begins. */
    public void start() {
        try {
            guard.judge(guard.logDisk(), guard.rootDisk(), config);
        } catch (IOException e) {
            log.warn("how full the disk is can't be found out, tried again", e);
        }
        loop.start();
    }

    /** Other settings from now on. */
    public void change(RetentionConfig other) {
        config = other;
        loop.wake();
    }

    /** Deletes expired files at once, whatever the hour; returns before it is done. */
    public void requestExpired() {
        requestedFiles.set(ROUNDS_OF_A_REQUEST * config.mostFilesPerRound());
        loop.wake();
    }

    /** Deletes queue and index files that point to nothing any more; returns before it is done. */
    public void requestDerived() {
        derivedIsDue = true;
        loop.wake();
    }

    /** How full the disk of the log is, now. */
    public DiskUsage logDisk() throws IOException {
        return guard.logDisk();
    }

    /** How full the disk of queues and small files is, now. */
    public DiskUsage rootDisk() throws IOException {
        return guard.rootDisk();
    }

    private long turn() {
        boolean isAsked = requestedFiles.get() > 0 || derivedIsDue;
        long wait = nextNanos - clock.nanoTime();
        if (wait > 0 && !isAsked) {
            return wait;
        }
        RetentionConfig now = config;
        boolean goesOn = false;
        try {
            goesOn = look(now);
            failing = false;
        } catch (IOException | UncheckedIOException e) {
            requestedFiles.set(0);
            if (!failing) {
                failing = true;
                log.warn("old files can't be deleted, tried again", e);
            }
        }
        wait = (goesOn ? now.pauseBetweenFiles() : interval(now)).toNanos();
        nextNanos = clock.nanoTime() + wait;
        return wait;
    }

    private Duration interval(RetentionConfig now) {
        boolean isImpatient =
                guard.isRefusing() && now.interval().compareTo(IMPATIENT_INTERVAL) > 0;
        return isImpatient ? IMPATIENT_INTERVAL : now.interval();
    }

    /** Deletes one file if one may go; returns whether there may be more to do at once. */
    private boolean look(RetentionConfig now) throws IOException {
        List<RetentionPlan.Removal> plan = plan(now);
        if (!plan.isEmpty() && deletedInRound < now.mostFilesPerRound()) {
            delete(plan.get(0));
            return true;
        }
        boolean isRequestUnfinished = !plan.isEmpty() && requestedFiles.get() > 0;
        deletedInRound = 0;
        if (!isRequestUnfinished) {
            requestedFiles.set(0);
        }
        if (derivedIsDue) {
            derivedIsDue = false;
            deleteDerived();
        }
        return isRequestUnfinished;
    }

    private List<RetentionPlan.Removal> plan(RetentionConfig now) throws IOException {
        DiskUsage logDisk = guard.logDisk();
        DiskUsage rootDisk = guard.rootDisk();
        guard.judge(logDisk, rootDisk, now);
        stillMapped.removeIf(file -> !file.isMapped());
        long promised = stillMapped.stream().mapToLong(MappedFile::fileBytes).sum();
        boolean isOneDisk = logDisk.isSameDiskAs(rootDisk);
        long millis = clock.millis();
        RetentionPlan.Situation situation =
                new RetentionPlan.Situation(
                        millis,
                        Instant.ofEpochMilli(millis).atZone(zone).getHour(),
                        logDisk.withFreed(promised),
                        isOneDisk ? rootDisk.withFreed(promised) : rootDisk,
                        notNeededBelow.getAsLong(),
                        requestedFiles.get() > 0);
        return RetentionPlan.of(oldestFiles(now, situation.notNeededBelow()), situation, now);
    }

    private List<RetentionPlan.LogFile> oldestFiles(RetentionConfig now, long limit) {
        List<RetentionPlan.LogFile> files = new ArrayList<>();
        List<MappedFile> log = commitLog.files().snapshot();
        for (MappedFile file : log.subList(0, Math.min(now.mostFilesPerRound(), log.size() - 1))) {
            if (file.endOffset() > limit) {
                break;
            }
            long lastTimestamp =
                    lastTimestamps.computeIfAbsent(
                            file.firstOffset(), first -> lastRecord.storeTimestamp(file));
            files.add(
                    new RetentionPlan.LogFile(file.firstOffset(), file.endOffset(), lastTimestamp));
        }
        return files;
    }

    private void delete(RetentionPlan.Removal removal) throws IOException {
        MappedFile file = commitLog.deleteFirst();
        log.info(
                "log file deleted file={} why={} lastMessage={}",
                file.path(),
                removal.why(),
                Instant.ofEpochMilli(removal.file().lastStoreTimestamp()));
        lastTimestamps.remove(file.firstOffset());
        stillMapped.add(file);
        derivedIsDue = true;
        deletedInRound++;
        requestedFiles.updateAndGet(left -> Math.max(0, left - 1));
    }

    private void deleteDerived() throws IOException {
        int count = 0;
        for (DerivedStore each : derived) {
            count += each.deleteBelow(commitLog.minOffset());
        }
        if (count > 0) {
            log.info(
                    "queue and index files without messages deleted count={} logBegins={}",
                    count,
                    commitLog.minOffset());
        }
    }

    /** Ends the loop. */
    @Override
    public void close() {
        loop.close();
    }
}
