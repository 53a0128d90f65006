package io.apogeemq.store.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;

/**
 * When the oldest log files are deleted.
 *
 * @param fileReservedTime how long a file is kept after its newest message was stored
 * @param deleteHours hours of the day, 0 to 23, in which expired files go
 * @param interval how often it is looked for files that may go
 * @param cleanRatio part of the disk in use, 0 to 1, above which expired files go at any hour
 * @param forceRatio above which the oldest files go although they are not expired
 * @param refuseRatio above which no message is taken
 * @param isForced whether {@code forceRatio} counts
 * @param mostFilesPerRound how many files go at a time
 */
public record RetentionConfig(
        Duration fileReservedTime,
        Set<Integer> deleteHours,
        Duration interval,
        double cleanRatio,
        double forceRatio,
        double refuseRatio,
        boolean isForced,
        int mostFilesPerRound) {

    public RetentionConfig {
        requireNonNull(fileReservedTime, "fileReservedTime");
        requireNonNull(interval, "interval");
        deleteHours = Set.copyOf(deleteHours);
    }

    /** 72 hours, at 4 in the morning; 75, 85 and 90 per cent of the disk. */
    public static RetentionConfig defaults() {
        return new RetentionConfig(
                Duration.ofHours(72),
                Set.of(4),
                Duration.ofSeconds(10),
                0.75,
                0.85,
                0.90,
                true,
                10);
    }
}
