package io.apogeemq.store.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.store.retention.RetentionPlan.LogFile;
import io.apogeemq.store.retention.RetentionPlan.Removal;
import io.apogeemq.store.retention.RetentionPlan.Situation;
import io.apogeemq.store.retention.RetentionPlan.Why;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionPlanTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long NOW = 1000 * HOUR;
    private static final long ALL = Long.MAX_VALUE;

    /** Kept for 72 hours, deleted at 4 o'clock; three files a round. */
    private static final RetentionConfig CONFIG = config(true);

    private static RetentionConfig config(boolean isForced) {
        return new RetentionConfig(
                Duration.ofHours(72),
                Set.of(4),
                Duration.ofSeconds(10),
                0.75,
                0.85,
                0.90,
                isForced,
                3,
                Duration.ZERO,
                0);
    }

    /** Files of 100 bytes whose last records have these ages. */
    private static List<LogFile> files(int... ageHours) {
        LogFile[] files = new LogFile[ageHours.length];
        for (int i = 0; i < files.length; i++) {
            files[i] = new LogFile(i * 100L, i * 100L + 100, NOW - ageHours[i] * HOUR);
        }
        return List.of(files);
    }

    /** Both directories on one disk of 1000 bytes. */
    private static Situation at(int hour, int usedPercent, long notNeededBelow, boolean isAsked) {
        return on(hour, usedPercent, usedPercent, notNeededBelow, isAsked);
    }

    private static Situation on(
            int hour, int logPercent, int rootPercent, long notNeededBelow, boolean isAsked) {
        return new Situation(
                NOW,
                hour,
                new DiskUsage(Path.of("log"), 1000, 1000 - logPercent * 10L),
                new DiskUsage(Path.of("root"), 1000, 1000 - rootPercent * 10L),
                notNeededBelow,
                isAsked);
    }

    private static List<Why> reasons(List<Removal> plan) {
        return plan.stream().map(Removal::why).toList();
    }

    @Test
    void nothingGoesOutsideTheHourWhileThereIsSpace() {
        assertEquals(List.of(), RetentionPlan.of(files(100, 90), at(5, 50, ALL, false), CONFIG));
    }

    @Test
    void expiredFilesGoAtTheHourOldestFirst() {
        List<Removal> plan = RetentionPlan.of(files(100, 72, 71), at(4, 50, ALL, false), CONFIG);

        assertEquals(
                List.of(Why.EXPIRED_AT_DELETE_HOUR, Why.EXPIRED_AT_DELETE_HOUR), reasons(plan));
        assertEquals(0, plan.get(0).file().firstOffset());
    }

    @Test
    void aYoungFileKeepsOlderLookingOnesBehindIt() {
        assertEquals(
                List.of(), RetentionPlan.of(files(10, 100, 100), at(4, 50, ALL, false), CONFIG));
    }

    @Test
    void expiredFilesGoAtAnyHourWhenTheDiskFillsOrSomebodyAsks() {
        assertEquals(
                List.of(Why.EXPIRED_AND_DISK_FILLS),
                reasons(RetentionPlan.of(files(100, 10), at(12, 76, ALL, false), CONFIG)));
        assertEquals(
                List.of(Why.EXPIRED_ON_REQUEST),
                reasons(RetentionPlan.of(files(100, 10), at(12, 20, ALL, true), CONFIG)));
    }

    @Test
    void aNearlyFullDiskCostsAsManyFilesAsItTakesAndNoMore() {
        List<Removal> plan = RetentionPlan.of(files(3, 2, 1), at(12, 95, ALL, false), CONFIG);

        assertEquals(List.of(Why.DISK_NEARLY_FULL), reasons(plan), "95 % without one file is 85 %");
    }

    @Test
    void nothingYoungGoesUnlessForceIsAllowed() {
        assertEquals(
                List.of(), RetentionPlan.of(files(3, 2, 1), at(12, 99, ALL, false), config(false)));
    }

    @Test
    void aFullDiskOfTheQueuesCostsOneFileARound() {
        List<Removal> plan = RetentionPlan.of(files(3, 2, 1), on(12, 40, 99, ALL, false), CONFIG);

        assertEquals(List.of(Why.DISK_NEARLY_FULL), reasons(plan));
    }

    @Test
    void noMoreFilesGoThanARoundMayTake() {
        assertEquals(
                3, RetentionPlan.of(files(99, 98, 97, 96), at(4, 10, ALL, false), CONFIG).size());
    }

    @Test
    void whatIsStillNeededStaysWhateverTheReason() {
        List<Removal> plan = RetentionPlan.of(files(99, 98, 97), at(4, 99, 199, true), CONFIG);

        assertEquals(1, plan.size());
    }

    @Test
    void aFileOfUnknownAgeGoesForSpaceOnly() {
        List<LogFile> file = List.of(new LogFile(0, 100, RetentionPlan.UNKNOWN_TIME));

        assertEquals(List.of(), RetentionPlan.of(file, at(4, 80, ALL, true), CONFIG));
        assertEquals(
                List.of(Why.DISK_NEARLY_FULL),
                reasons(RetentionPlan.of(file, at(4, 86, ALL, true), CONFIG)));
    }
}
