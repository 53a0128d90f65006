package io.apogeemq.store.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Set;

/**
 * When the oldest log files are deleted, and when messages are refused.
 *
 * @param fileReservedTime how long a file is kept after its newest message was stored
 * @param deleteHours hours of the day, 0 to 23, in which expired files go
 * @param interval how often it is looked for files that may go
 * @param cleanRatio part of the disk in use, 0 to 1, above which expired files go at any hour
 * @param forceRatio above which the oldest files go although they are not expired
 * @param refuseRatio above which no message is taken
 * @param isForced whether {@code forceRatio} counts
 * @param mostFilesPerRound how many files go at a time
 * @param pauseBetweenFiles so long after each deleted file, because it keeps the disk busy
 * @param reserveBytes space kept for small files; 0: none
 */
public record RetentionConfig(
        Duration fileReservedTime,
        Set<Integer> deleteHours,
        Duration interval,
        double cleanRatio,
        double forceRatio,
        double refuseRatio,
        boolean isForced,
        int mostFilesPerRound,
        Duration pauseBetweenFiles,
        int reserveBytes) {

    public RetentionConfig {
        requireNonNull(fileReservedTime, "fileReservedTime");
        requireNonNull(interval, "interval");
        requireNonNull(pauseBetweenFiles, "pauseBetweenFiles");
        deleteHours = Set.copyOf(deleteHours);
        check("fileReservedTime", fileReservedTime, !fileReservedTime.isNegative());
        for (int hour : deleteHours) {
            check("deleteHours", hour, hour >= 0 && hour <= 23);
        }
        check("interval", interval, interval.compareTo(Duration.ZERO) > 0);
        check("cleanRatio", cleanRatio, isRatio(cleanRatio));
        check("forceRatio", forceRatio, isRatio(forceRatio));
        check("refuseRatio", refuseRatio, isRatio(refuseRatio));
        check("mostFilesPerRound", mostFilesPerRound, mostFilesPerRound > 0);
        check("pauseBetweenFiles", pauseBetweenFiles, !pauseBetweenFiles.isNegative());
        check("reserveBytes", reserveBytes, reserveBytes >= 0);
    }

    private static boolean isRatio(double value) {
        return value >= 0 && value <= 1;
    }

    private static void check(String name, Object value, boolean isGood) {
        if (!isGood) {
            throw new IllegalArgumentException(name + " '" + value + "' is out of range");
        }
    }

    /** 72 hours, at 4 in the morning; 75, 85 and 90 per cent of the disk; 16 MiB in reserve. */
    public static RetentionConfig defaults() {
        return new RetentionConfig(
                Duration.ofHours(72),
                Set.of(4),
                Duration.ofSeconds(10),
                0.75,
                0.85,
                0.90,
                true,
                10,
                Duration.ofMillis(100),
                16 << 20);
    }
}
