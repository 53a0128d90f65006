package io.apogeemq.store.verify;

import io.apogeemq.store.commitlog.RecordScanner;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How far each queue got in the part of the log that was walked, to tell the remains of a log that was
 * cut from records that belong to it.
 *
 * <p>Threads: confined to one.
 */
public final class SeenOffsets implements Predicate<RecordScanner> {

    private final Map<String, Map<Integer, Long>> next = new HashMap<>();

    /** Takes note of a record. */
    public void note(RecordScanner record) {
        if (record.isQueued()) {
            next.computeIfAbsent(record.topic(), topic -> new HashMap<>())
                    .merge(record.queueId(), record.queueOffset() + 1, Math::max);
        }
    }

    /** Whether its queue got further before. */
    @Override
    public boolean test(RecordScanner record) {
        return record.isQueued()
                && record.queueOffset()
                        < next.getOrDefault(record.topic(), Map.of())
                                .getOrDefault(record.queueId(), 0L);
    }
}
