package io.apogeemq.store.queue;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Topics that were deleted, and up to which physical offset: their records below it belong to no queue
 * any more, also when a restart reads them again.
 *
 * <p>Threads: safe for any thread.
 */
public final class DeletedTopics {

    private final ConcurrentHashMap<String, Long> deletedBelow = new ConcurrentHashMap<>();

    public void delete(String topic, long belowPhysicalOffset) {
        deletedBelow.merge(topic, belowPhysicalOffset, Math::max);
    }

    /** The log ends here now: what is written next is newer than every deletion. */
    public void endAt(long logEnd) {
        deletedBelow.replaceAll((topic, below) -> Math.min(below, logEnd));
    }

    /** Whether a record at a position lost its queue by a deletion. */
    public boolean isDeleted(String topic, long physicalOffset) {
        if (deletedBelow.isEmpty()) {
            return false;
        }
        Long below = deletedBelow.get(topic);
        return below != null && physicalOffset < below;
    }

    /** Whether a topic was ever deleted, also if it came back. */
    public boolean wasDeleted(String topic) {
        return deletedBelow.containsKey(topic);
    }

    /** All of them, by name. */
    public Map<String, Long> snapshot() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(deletedBelow));
    }
}
