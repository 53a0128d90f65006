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

    long of(String topic, RecordScanner record) {
        if (topic.equals(TopicName.SCHEDULE)) {
            int level = record.delayLevel();
            if (level > 0) {
                return record.storeTimestamp() + millisOf(level);
            }
        }
        return record.tagHash();
    }

    private long millisOf(int level) {
        if (delayMillis.length == 0) {
            return UNKNOWN_LEVEL_MILLIS;
        }
        return delayMillis[Math.min(level, delayMillis.length) - 1];
    }
}
