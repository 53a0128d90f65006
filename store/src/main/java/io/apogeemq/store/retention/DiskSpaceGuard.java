package io.apogeemq.store.retention;

import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.append.WriteGate;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses messages while space is short, and takes them again by itself: while a disk is fuller than
 * allowed, and while the reserve for small files is used up.
 *
 * <p>Threads: judges on the retention thread; {@link #giveUpReserve} comes from whoever can't write a
 * small file. Guarded by {@code lock}, which is held while the reserve is written or given up.
 */
public final class DiskSpaceGuard {

    private static final Logger log = LoggerFactory.getLogger(DiskSpaceGuard.class);

    /** The reserve is made again when so many times its size is free: else it would go at once. */
    private static final int ROOM_FOR_RESERVE = 3;

    private final StoreFiles files;
    private final StoreLayout layout;
    private final WriteGate gate;
    private final SpaceReserve reserve;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean isRefusing; // written under lock
    private final AtomicLong timesGivenUp = new AtomicLong(); // changed under lock

    public DiskSpaceGuard(StoreFiles files, StoreLayout layout, WriteGate gate) {
        this.files = files;
        this.layout = layout;
        this.gate = gate;
        this.reserve = new SpaceReserve(files, layout.reserveFile());
    }

    /** The disk of the log, now. */
    DiskUsage logDisk() throws IOException {
        return DiskUsage.of(files, layout.commitLogDir());
    }

    /** The disk of everything else, now; usually the same. */
    DiskUsage rootDisk() throws IOException {
        return DiskUsage.of(files, layout.rootDir());
    }

    /** Whether messages are refused because of space. */
    boolean isRefusing() {
        return isRefusing;
    }

    /** Refuses from now on, or takes messages again. */
    void judge(DiskUsage logDisk, DiskUsage rootDisk, RetentionConfig config) {
        lock.lock();
        try {
            Optional<String> problem = problem(logDisk, rootDisk, config);
            if (problem.isPresent()) {
                refuse(problem.get());
            } else if (isRefusing) {
                isRefusing = false;
                gate.resume();
                log.info(
                        "messages are taken again disk={} used={}",
                        logDisk.path(),
                        logDisk.percentText());
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<String> problem(
            DiskUsage logDisk, DiskUsage rootDisk, RetentionConfig config) {
        DiskUsage fuller = logDisk.usedRatio() >= rootDisk.usedRatio() ? logDisk : rootDisk;
        if (fuller.usedRatio() > config.refuseRatio()) {
            return Optional.of(fullText(fuller, config));
        }
        if (!hasReserve(rootDisk, config.reserveBytes())) {
            return Optional.of(
                    "the disk of '"
                            + rootDisk.path()
                            + "' has no room: "
                            + rootDisk.usableBytes()
                            + " bytes are left, which small files need; messages are taken again"
                            + " when "
                            + (long) ROOM_FOR_RESERVE * config.reserveBytes()
                            + " bytes are free: delete something there");
        }
        return Optional.empty();
    }

    private static String fullText(DiskUsage disk, RetentionConfig config) {
        String next =
                config.isForced()
                        ? "the oldest log files are deleted until it is below"
                        : "free space there, or lower fileReservedTime, until it is below";
        return "the disk of '"
                + disk.path()
                + "' is "
                + disk.percentText()
                + " full, above diskSpaceWarningLevelRatio '"
                + Math.round(config.refuseRatio() * 100)
                + "': "
                + next
                + ", then messages are taken again";
    }

    private boolean hasReserve(DiskUsage rootDisk, int bytes) {
        if (reserve.isThere(bytes)) {
            return true;
        }
        if (rootDisk.usableBytes() < (long) ROOM_FOR_RESERVE * bytes) {
            return false;
        }
        try {
            reserve.make(bytes);
            return true;
        } catch (IOException e) {
            timesGivenUp.incrementAndGet(); // what was made of it had been in the way of others
            log.debug("no room yet for the reserve of small files", e);
            return false;
        }
    }

    /** How often the reserve has been given up. */
    long timesGivenUp() {
        return timesGivenUp.get();
    }

    /**
     * Gives the reserve to a small file that found no room; no message is taken from then on until
     * there is space again, and the log does not take the space either.
     *
     * @param timesBefore {@link #timesGivenUp} before the file was written
     * @return whether the reserve was given up since, so that trying again makes sense
     */
    boolean giveUpReserve(long timesBefore, IOException cause) {
        lock.lock();
        try {
            if (timesGivenUp.get() == timesBefore && files.exists(layout.reserveFile())) {
                refuse(
                        "the disk of '"
                                + layout.rootDir()
                                + "' is full, small files live on their reserve now; messages are"
                                + " taken again when there is space: delete something there");
                gate.awaitGrowth();
                reserve.giveUp();
                timesGivenUp.incrementAndGet();
            }
            return timesGivenUp.get() != timesBefore;
        } catch (IOException e) {
            cause.addSuppressed(e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void refuse(String why) {
        if (!isRefusing) {
            isRefusing = true;
            log.warn("no message is taken for lack of space: {}", why);
        }
        gate.pause(RefusalReason.DISK_SPACE_LOW, why);
    }
}
