package io.apogeemq.store;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.queue.ConsumeQueueEntry;
import io.apogeemq.store.read.ColdRead;
import io.apogeemq.store.retention.RetentionConfig;
import io.apogeemq.store.verify.ScrubConfig;
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
 * @param appendPropertyCrc whether every record gets a checksum over all of it as its last property
 * @param index the index of keys
 * @param retention when the oldest messages go
 * @param hotBytes what is further behind the end of the log may have left the machine's memory
 * @param scrub how the store verifies itself in the background
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
        List<Duration> delayLevels,
        boolean appendPropertyCrc,
        IndexConfig index,
        RetentionConfig retention,
        long hotBytes,
        ScrubConfig scrub) {

    /** What a record may have beside its body: header, topic, properties. */
    public static final int MAX_RECORD_OVERHEAD_BYTES = 64 * 1024;

    public StoreConfig {
        requireNonNull(rootDir, "rootDir");
        requireNonNull(commitLogDir, "commitLogDir");
        requireNonNull(flush, "flush");
        requireNonNull(index, "index");
        requireNonNull(retention, "retention");
        requireNonNull(scrub, "scrub");
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
        return at(root).build();
    }

    /** Starts from what suits everybody. */
    public static Builder at(Path root) {
        return new Builder(root);
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

    /** Starts from this one. */
    public Builder toBuilder() {
        return new Builder(rootDir)
                .commitLogDir(commitLogDir)
                .sizes(commitLogFileBytes, consumeQueueFileBytes, maxMessageBytes)
                .flush(flush)
                .preallocateBytes(preallocateBytes)
                .checkpointInterval(checkpointInterval)
                .openQueueFiles(openQueueFiles)
                .delayLevels(delayLevels)
                .appendPropertyCrc(appendPropertyCrc)
                .index(index)
                .retention(retention)
                .hotBytes(hotBytes)
                .scrub(scrub);
    }

    /** A configuration in the making; checked by {@link #build}. */
    public static final class Builder {
        private final Path rootDir;
        private Path commitLogDir;
        private int commitLogFileBytes = 1 << 30;
        private int consumeQueueFileBytes = 6_000_000;
        private int maxMessageBytes = 4 << 20;
        private FlushConfig flush = FlushConfig.async();
        private int preallocateBytes = 32 << 20;
        private Duration checkpointInterval = Duration.ofSeconds(5);
        private int openQueueFiles = 256;
        private List<Duration> delayLevels = DEFAULT_DELAY_LEVELS;
        private boolean appendPropertyCrc = true;
        private IndexConfig index = IndexConfig.defaults();
        private RetentionConfig retention = RetentionConfig.defaults();
        private long hotBytes = ColdRead.hotBytesOfThisMachine();
        private ScrubConfig scrub = ScrubConfig.OFF;

        private Builder(Path rootDir) {
            this.rootDir = rootDir;
            this.commitLogDir = rootDir.resolve("commitlog");
        }

        public Builder commitLogDir(Path dir) {
            commitLogDir = dir;
            return this;
        }

        /** File sizes; {@code messageBytes} is the largest body. */
        public Builder sizes(int logFileBytes, int queueFileBytes, int messageBytes) {
            commitLogFileBytes = logFileBytes;
            consumeQueueFileBytes = queueFileBytes;
            maxMessageBytes = messageBytes;
            return this;
        }

        public Builder flush(FlushConfig config) {
            flush = config;
            return this;
        }

        public Builder preallocateBytes(int bytes) {
            preallocateBytes = bytes;
            return this;
        }

        public Builder checkpointInterval(Duration interval) {
            checkpointInterval = interval;
            return this;
        }

        public Builder openQueueFiles(int limit) {
            openQueueFiles = limit;
            return this;
        }

        public Builder delayLevels(List<Duration> levels) {
            delayLevels = levels;
            return this;
        }

        public Builder appendPropertyCrc(boolean append) {
            appendPropertyCrc = append;
            return this;
        }

        public Builder index(IndexConfig config) {
            index = config;
            return this;
        }

        public Builder retention(RetentionConfig config) {
            retention = config;
            return this;
        }

        public Builder hotBytes(long bytes) {
            hotBytes = bytes;
            return this;
        }

        public Builder scrub(ScrubConfig config) {
            scrub = config;
            return this;
        }

        public StoreConfig build() {
            return new StoreConfig(
                    rootDir,
                    commitLogDir,
                    commitLogFileBytes,
                    consumeQueueFileBytes,
                    flush,
                    maxMessageBytes,
                    preallocateBytes,
                    checkpointInterval,
                    openQueueFiles,
                    delayLevels,
                    appendPropertyCrc,
                    index,
                    retention,
                    hotBytes,
                    scrub);
        }
    }

    private static void positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " '" + value + "' must be above zero");
        }
    }
}
