package io.apogeemq.broker.offset;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.persist.JsonTable;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.remoting.protocol.offset.ConsumerOffsetTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link ConsumerOffsets} in {@code config/consumerOffset.json}: read once at start, written
 * when something changed.
 *
 * <p>A crash loses what was committed since the last write: those messages are consumed again.
 *
 * <p>Threads: not for io threads; {@link #writeIfChanged} excludes itself.
 */
public final class OffsetFile {
    private static final Logger log = LoggerFactory.getLogger(OffsetFile.class);

    /** How often changes are written. */
    public static final Duration WRITE_INTERVAL = Duration.ofSeconds(5);

    private static final int MOST_LINES = 20;

    private final Path path;
    private final JsonTable<ConsumerOffsetTable> file;
    private final JsonTable<ConsumerOffsetTable> lightQueuesFile;
    private final ConsumerOffsets offsets;
    private final Clock clock;
    private final ReentrantLock writeLock = new ReentrantLock();

    /** The file in that directory for that table. */
    public OffsetFile(DurableFiles files, Path configDir, ConsumerOffsets offsets, Clock clock) {
        this.path = configDir.resolve("consumerOffset.json");
        this.file = new JsonTable<>(files, path, ConsumerOffsetTable::read);
        this.lightQueuesFile =
                new JsonTable<>(
                        files,
                        configDir.resolve("lmqConsumerOffset.json"),
                        ConsumerOffsetTable::read);
        this.offsets = requireNonNull(offsets, "offsets");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Fills the table, after the store is open. Offsets behind the end of their queue, which a crash
     * or a truncation leaves, are moved to that end, so that what is stored there next is delivered;
     * that is on disk before anything can be stored there.
     *
     * <p>Where there is no file an empty one is made, so that from then on a missing file is a lost one.
     *
     * @param storeHasMessages whether offsets may have been lost when there are none
     * @throws MqException (fault) when there is a file but no readable version of it
     */
    public void load(boolean storeHasMessages) {
        Optional<ConsumerOffsetTable> stored = newest(file.load(), lightQueuesFile.load());
        boolean hasNone = stored.isEmpty() || stored.get().offsetTable().isEmpty();
        if (hasNone && !file.wasNewest() && storeHasMessages) {
            log.warn(
                    "there are messages but no consume offsets: every group begins as a new one, and"
                            + " may skip messages or get them again; if groups have consumed here"
                            + " before, stop the broker and restore the file or its .bak file={}",
                    path);
        }
        if (stored.isEmpty()) {
            offsets.noteChange();
            writeIfChanged();
            return;
        }
        List<OffsetCorrection> corrections = new ArrayList<>();
        offsets.restore(stored.get(), corrections);
        for (int i = 0; i < Math.min(corrections.size(), MOST_LINES); i++) {
            OffsetCorrection moved = corrections.get(i);
            log.warn(
                    "consume offset was behind the end of its queue and is moved there group={}"
                            + " topic={} queueId={} stored={} now={}",
                    moved.group(),
                    moved.topic(),
                    moved.queueId(),
                    moved.stored(),
                    moved.corrected());
        }
        if (corrections.size() > MOST_LINES) {
            log.warn(
                    "more consume offsets were moved to the end of their queues count={}",
                    corrections.size());
        }
        log.info("consume offsets loaded rows={}", stored.get().offsetTable().size());
        if (!corrections.isEmpty()) {
            writeIfChanged();
        }
    }

    /** A peer that has light queues switched on keeps all offsets in another file. */
    private static Optional<ConsumerOffsetTable> newest(
            Optional<ConsumerOffsetTable> usual, Optional<ConsumerOffsetTable> lightQueues) {
        if (usual.isEmpty() || lightQueues.isEmpty()) {
            return usual.isPresent() ? usual : lightQueues;
        }
        boolean isLater =
                lightQueues.get().dataVersion().timestamp() > usual.get().dataVersion().timestamp();
        return isLater ? lightQueues : usual;
    }

    /** Writes the table if it changed since the last time; a failure is logged and tried again. */
    public void writeIfChanged() {
        writeLock.lock();
        try {
            if (offsets.takeChanged(clock.millis())) {
                file.write(offsets.snapshot());
            }
        } catch (MqException e) {
            offsets.noteChange();
            log.error(
                    "consume offsets were not written, messages may be consumed again after a restart",
                    e);
        } finally {
            writeLock.unlock();
        }
    }
}
