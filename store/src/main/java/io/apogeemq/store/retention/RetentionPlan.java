package io.apogeemq.store.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which log files may go now, and why: a pure function of what is known about them, the time and the
 * disks.
 *
 * <pre>
 * oldest files first, as long as one of these holds; never the newest, never what is still needed
 *   somebody asked, and it is expired
 *   it is an hour for deleting, and it is expired
 *   a disk is fuller than cleanRatio, and it is expired
 *   a disk is fuller than forceRatio, and force is allowed
 * </pre>
 *
 * A file is expired when its newest message was stored longer ago than is kept; when the file was
 * touched or copied does not matter.
 */
public final class RetentionPlan {

    /** Age of a file whose newest message can't be found out. */
    public static final long UNKNOWN_TIME = -1;

    /** Why a file goes. */
    public enum Why {
        EXPIRED_AT_DELETE_HOUR,
        EXPIRED_AND_DISK_FILLS,
        EXPIRED_ON_REQUEST,
        DISK_NEARLY_FULL
    }

    /**
     * A log file.
     *
     * @param lastStoreTimestamp store time of its last record, or {@link #UNKNOWN_TIME}
     */
    public record LogFile(long firstOffset, long endOffset, long lastStoreTimestamp) {}

    /**
     * What else counts.
     *
     * @param hourOfDay 0 to 23
     * @param logDisk of the log, without what deleted files will give back
     * @param rootDisk of everything else
     * @param notNeededBelow what ends at or below is flushed, dispatched and covered by the checkpoint
     * @param isRequested whether somebody asked for it
     */
    public record Situation(
            long nowMillis,
            int hourOfDay,
            DiskUsage logDisk,
            DiskUsage rootDisk,
            long notNeededBelow,
            boolean isRequested) {

        private double fullest() {
            return Math.max(logDisk.usedRatio(), rootDisk.usedRatio());
        }
    }

    /** One file that may go. */
    public record Removal(LogFile file, Why why) {}

    private RetentionPlan() {}

    /**
     * What may go, oldest first.
     *
     * @param files oldest first, without the newest
     */
    public static List<Removal> of(
            List<LogFile> files, Situation situation, RetentionConfig config) {
        List<Removal> removals = new ArrayList<>();
        Situation now = situation;
        for (LogFile file : files) {
            Optional<Why> why = reason(file, now, config);
            if (why.isEmpty() || removals.size() == config.mostFilesPerRound()) {
                break;
            }
            removals.add(new Removal(file, why.get()));
            boolean queueDiskOnly =
                    why.get() == Why.DISK_NEARLY_FULL
                            && now.logDisk().usedRatio() <= config.forceRatio();
            if (queueDiskOnly) {
                break; // what it frees on the other disk shows only when the queues have followed
            }
            now = without(file, now);
        }
        return removals;
    }

    private static Optional<Why> reason(LogFile file, Situation now, RetentionConfig config) {
        if (file.endOffset() > now.notNeededBelow()) {
            return Optional.empty();
        }
        if (isExpired(file, now, config)) {
            if (now.isRequested()) {
                return Optional.of(Why.EXPIRED_ON_REQUEST);
            }
            if (config.deleteHours().contains(now.hourOfDay())) {
                return Optional.of(Why.EXPIRED_AT_DELETE_HOUR);
            }
            if (now.fullest() > config.cleanRatio()) {
                return Optional.of(Why.EXPIRED_AND_DISK_FILLS);
            }
        }
        return config.isForced() && now.fullest() > config.forceRatio()
                ? Optional.of(Why.DISK_NEARLY_FULL)
                : Optional.empty();
    }

    private static boolean isExpired(LogFile file, Situation now, RetentionConfig config) {
        return file.lastStoreTimestamp() != UNKNOWN_TIME
                && now.nowMillis() - file.lastStoreTimestamp()
                        >= config.fileReservedTime().toMillis();
    }

    /** The disks when a file has gone; its space counts for both where they are one. */
    private static Situation without(LogFile file, Situation now) {
        long bytes = file.endOffset() - file.firstOffset();
        boolean isOneDisk = now.logDisk().isSameDiskAs(now.rootDisk());
        return new Situation(
                now.nowMillis(),
                now.hourOfDay(),
                now.logDisk().withFreed(bytes),
                isOneDisk ? now.rootDisk().withFreed(bytes) : now.rootDisk(),
                now.notNeededBelow(),
                now.isRequested());
    }
}
