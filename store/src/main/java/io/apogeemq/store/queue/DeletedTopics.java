package io.apogeemq.store.queue;

import java.util.Map;
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

    /** Whether a record at a position lost its queue by a deletion. */
    public boolean isDeleted(String topic, long physicalOffset) {
        if (deletedBelow.isEmpty()) {
            return false;
        }
        Long below = deletedBelow.get(topic);
        return below != null && physicalOffset < below;
    }

    public Map<String, Long> snapshot() {
        return Map.copyOf(deletedBelow);
    }
}
