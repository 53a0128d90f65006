package io.apogeemq.store.dispatch;

import io.apogeemq.common.topic.TopicName;
import io.apogeemq.store.commitlog.RecordScanner;
import java.time.Duration;
import java.util.List;

/**
 * The third number of a queue entry: the hash of the tag; for the schedule topic the time at which the
 * message is due. Source: store spec, "CommitLog", tagsCode.
 *
 * <p>Immutable.
 */
final class TagsCodes {

    private static final long UNKNOWN_LEVEL_MILLIS = 1000;

    private final long[] delayMillis;

    TagsCodes(List<Duration> delayLevels) {
        this.delayMillis = delayLevels.stream().mapToLong(Duration::toMillis).toArray();
    }

    /** Whether records of a topic may have another number than the hash of their tag. */
    boolean isByDelay(String topic) {
        return topic.equals(TopicName.SCHEDULE);
    }

    /** Of a record of such a topic. */
    long of(RecordScanner record) {
        int level = record.delayLevel();
        return level > 0 ? record.storeTimestamp() + millisOf(level) : record.tagHash();
    }

    private long millisOf(int level) {
        if (delayMillis.length == 0) {
            return UNKNOWN_LEVEL_MILLIS;
        }
        return delayMillis[Math.min(level, delayMillis.length) - 1];
    }
}
