package io.apogeemq.store;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.queue.ConsumeQueueEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Everything a store has to be told. An object that exists is valid.
 *
 * @param rootDir checkpoint, consume queues and everything small
 * @param commitLogDir the log
 * @param commitLogFileBytes size of one log file; a store must be opened with the size it has
 * @param consumeQueueFileBytes size of one queue file; rounded up to a multiple of 20
 * @param flush when the log is forced
 * @param maxMessageBytes largest body
 * @param preallocateBytes how far ahead of the write position blocks are written and pages touched
 * @param checkpointInterval how often queues are written out, forced, and the checkpoint moved: what
 *     a crash makes the next start read again
 * @param openQueueFiles how many queue files are kept open at a time
 * @param delayLevels durations of the delay levels, level 1 first: the dispatch needs them for the due
 *     time of entries of the schedule topic
 */
public record StoreConfig(
        Path rootDir,
        Path commitLogDir,
        int commitLogFileBytes,
        int consumeQueueFileBytes,
        FlushConfig flush,
        int maxMessageBytes,
        int preallocateBytes,
        Duration checkpointInterval,
        int openQueueFiles,
        List<Duration> delayLevels) {

    /** What a record may have beside its body: header, topic, properties. */
    public static final int MAX_RECORD_OVERHEAD_BYTES = 64 * 1024;

    public StoreConfig {
        requireNonNull(rootDir, "rootDir");
        requireNonNull(commitLogDir, "commitLogDir");
        requireNonNull(flush, "flush");
        delayLevels = List.copyOf(delayLevels);
        positive("commitLogFileBytes", commitLogFileBytes);
        positive("consumeQueueFileBytes", consumeQueueFileBytes);
        positive("maxMessageBytes", maxMessageBytes);
        positive("preallocateBytes", preallocateBytes);
        positive("openQueueFiles", openQueueFiles);
        if (checkpointInterval.isNegative() || checkpointInterval.isZero()) {
            throw new IllegalArgumentException(
                    "checkpointInterval '" + checkpointInterval + "' must be above zero");
        }
        long largest =
                (long) maxMessageBytes + MAX_RECORD_OVERHEAD_BYTES + RecordLayout.BLANK_BYTES;
        if (largest > commitLogFileBytes) {
            throw new IllegalArgumentException(
                    "a log file of commitLogFileBytes '"
                            + commitLogFileBytes
                            + "' can't hold a message of maxMessageBytes '"
                            + maxMessageBytes
                            + "' and its header: at least "
                            + largest
                            + " are needed");
        }
        if (consumeQueueFileBytes > Integer.MAX_VALUE - ConsumeQueueEntry.BYTES) {
            throw new IllegalArgumentException(
                    "consumeQueueFileBytes '" + consumeQueueFileBytes + "' is too large");
        }
        consumeQueueFileBytes =
                (consumeQueueFileBytes + ConsumeQueueEntry.BYTES - 1)
                        / ConsumeQueueEntry.BYTES
                        * ConsumeQueueEntry.BYTES;
    }

    /** What suits everybody: 1 GiB log files, 6 MB queue files, 4 MiB messages, ASYNC_FLUSH. */
    public static StoreConfig defaults(Path root) {
        return new StoreConfig(
                root,
                root.resolve("commitlog"),
                1 << 30,
                6_000_000,
                FlushConfig.async(),
                4 << 20,
                32 << 20,
                Duration.ofSeconds(5),
                256,
                DEFAULT_DELAY_LEVELS);
    }

    /** 1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h. */
    public static final List<Duration> DEFAULT_DELAY_LEVELS =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(3),
                    Duration.ofMinutes(4),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(6),
                    Duration.ofMinutes(7),
                    Duration.ofMinutes(8),
                    Duration.ofMinutes(9),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(20),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2));

    public StoreConfig withFlush(FlushConfig other) {
        return new StoreConfig(
                rootDir,
                commitLogDir,
                commitLogFileBytes,
                consumeQueueFileBytes,
                other,
                maxMessageBytes,
                preallocateBytes,
                checkpointInterval,
                openQueueFiles,
                delayLevels);
    }

    /** Other file sizes; {@code messageBytes} is the largest body. */
    public StoreConfig withSizes(int logFileBytes, int queueFileBytes, int messageBytes) {
        return new StoreConfig(
                rootDir,
                commitLogDir,
                logFileBytes,
                queueFileBytes,
                flush,
                messageBytes,
                preallocateBytes,
                checkpointInterval,
                openQueueFiles,
                delayLevels);
    }

    public StoreConfig withCheckpointInterval(Duration other) {
        return new StoreConfig(
                rootDir,
                commitLogDir,
                commitLogFileBytes,
                consumeQueueFileBytes,
                flush,
                maxMessageBytes,
                preallocateBytes,
                other,
                openQueueFiles,
                delayLevels);
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " '" + value + "' must be above zero");
        }
    }
}
