package io.apogeemq.broker.config;

import io.apogeemq.common.config.ConfigKey;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.store.retention.RetentionConfig;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The settings of how long messages are kept and what happens when the disk gets full, with the
 * peer's names, defaults and limits. All of them may change while the broker runs.
 *
 * <p>Threads: immutable.
 */
public final class RetentionKeys {
    private static final int LAST_HOUR = 23;

    public static final ConfigKey FILE_RESERVED_TIME =
            ConfigKey.duration("fileReservedTime", TimeUnit.HOURS)
                    .defaultsTo(72)
                    .range(0, 24 * 366 * 100)
                    .reloadable()
                    .means(
                            "a file of the log is kept for so long after its newest message was"
                                    + " stored")
                    .build();
    public static final ConfigKey DELETE_WHEN =
            ConfigKey.string("deleteWhen")
                    .defaultsTo("04")
                    .checkedBy(RetentionKeys::problemWithHours)
                    .reloadable()
                    .means("hours of the day in which expired files are deleted, joined by ';'")
                    .build();
    public static final ConfigKey DISK_MAX_USED_SPACE_RATIO =
            percent("diskMaxUsedSpaceRatio", 75)
                    .means(
                            "per cent of the disk in use above which expired files are deleted at"
                                    + " any hour; kept between 10 and 95")
                    .build();
    public static final ConfigKey DISK_SPACE_CLEAN_FORCIBLY_RATIO =
            percent("diskSpaceCleanForciblyRatio", 85)
                    .means(
                            "above it the oldest files are deleted although they are not expired;"
                                    + " kept between 30 and 85")
                    .build();
    public static final ConfigKey DISK_SPACE_WARNING_LEVEL_RATIO =
            percent("diskSpaceWarningLevelRatio", 90)
                    .means("above it no message is taken; kept between 35 and 90")
                    .build();
    public static final ConfigKey CLEAN_FILE_FORCIBLY_ENABLE =
            ConfigKey.bool("cleanFileForciblyEnable")
                    .defaultsTo("true")
                    .reloadable()
                    .means("diskSpaceCleanForciblyRatio counts; false: only expired files go")
                    .build();
    public static final ConfigKey CLEAN_RESOURCE_INTERVAL =
            ConfigKey.duration("cleanResourceInterval", TimeUnit.MILLISECONDS)
                    .defaultsTo(10_000)
                    .range(100, TimeUnit.DAYS.toMillis(1))
                    .reloadable()
                    .means("how often it is looked for files that may go, and at the disk")
                    .build();
    public static final ConfigKey DELETE_FILE_BATCH_MAX =
            ConfigKey.integer("deleteFileBatchMax")
                    .defaultsTo(10)
                    .range(1, 1000)
                    .reloadable()
                    .means("most files of the log that are deleted at a time")
                    .build();
    public static final ConfigKey DELETE_COMMIT_LOG_FILES_INTERVAL =
            ConfigKey.duration("deleteCommitLogFilesInterval", TimeUnit.MILLISECONDS)
                    .defaultsTo(100)
                    .range(0, TimeUnit.MINUTES.toMillis(1))
                    .reloadable()
                    .means("pause between two of them, because a deletion keeps the disk busy")
                    .build();
    public static final ConfigKey DISK_SPACE_RESERVE =
            ConfigKey.bytes("diskSpaceReserve")
                    .defaultsTo(16 << 20)
                    .range(0, 1 << 30)
                    .reloadable()
                    .means(
                            "space that is kept so that offsets, topics and progress can be written"
                                    + " on a full disk; 0: none")
                    .build();

    private static final List<ConfigKey> ALL =
            List.of(
                    FILE_RESERVED_TIME,
                    DELETE_WHEN,
                    DISK_MAX_USED_SPACE_RATIO,
                    DISK_SPACE_CLEAN_FORCIBLY_RATIO,
                    DISK_SPACE_WARNING_LEVEL_RATIO,
                    CLEAN_FILE_FORCIBLY_ENABLE,
                    CLEAN_RESOURCE_INTERVAL,
                    DELETE_FILE_BATCH_MAX,
                    DELETE_COMMIT_LOG_FILES_INTERVAL,
                    DISK_SPACE_RESERVE);

    private RetentionKeys() {}

    /** All of them, in the order of the reference. */
    static ConfigKey[] all() {
        return ALL.toArray(ConfigKey[]::new);
    }

    private static ConfigKey.Builder percent(String name, int dflt) {
        return ConfigKey.integer(name).defaultsTo(dflt).range(1, 100).reloadable();
    }

    /** What the store is to do. */
    public static RetentionConfig read(ConfigValues values) {
        return new RetentionConfig(
                values.duration(FILE_RESERVED_TIME),
                hours(values.text(DELETE_WHEN)),
                values.duration(CLEAN_RESOURCE_INTERVAL),
                ratio(values, DISK_MAX_USED_SPACE_RATIO, 10, 95),
                ratio(values, DISK_SPACE_CLEAN_FORCIBLY_RATIO, 30, 85),
                ratio(values, DISK_SPACE_WARNING_LEVEL_RATIO, 35, 90),
                values.bool(CLEAN_FILE_FORCIBLY_ENABLE),
                values.intOf(DELETE_FILE_BATCH_MAX),
                values.duration(DELETE_COMMIT_LOG_FILES_INTERVAL),
                (int) values.bytes(DISK_SPACE_RESERVE));
    }

    /** Within the limits that the peer keeps it in. */
    private static double ratio(ConfigValues values, ConfigKey key, int least, int most) {
        return Math.max(least, Math.min(most, values.intOf(key))) / 100.0;
    }

    /** The hours of a text that has been checked. */
    private static Set<Integer> hours(String text) {
        Set<Integer> hours = new TreeSet<>();
        for (String part : text.split(";")) {
            if (!part.isBlank()) {
                hours.add(Integer.parseInt(part.trim()));
            }
        }
        return hours;
    }

    private static Optional<String> problemWithHours(String text) {
        for (String part : text.split(";")) {
            String hour = part.trim();
            boolean isNumber = hour.matches("[0-9]{1,9}");
            if (!hour.isEmpty() && (!isNumber || Integer.parseInt(hour) > LAST_HOUR)) {
                String nearest = isNumber ? ", the nearest is " + LAST_HOUR : "";
                return Optional.of(
                        "hours of the day from 0 to "
                                + LAST_HOUR
                                + ", several joined by ';': '"
                                + hour
                                + "' is none"
                                + nearest);
            }
        }
        return Optional.empty();
    }
}
