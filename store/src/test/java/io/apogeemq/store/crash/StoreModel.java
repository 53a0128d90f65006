package io.apogeemq.store.crash;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a store has to remember: every message that was appended, how much of the log was promised,
 * what consumers have seen, which topics were deleted, and the small file beside the store.
 *
 * <p>Threads: confined to the thread of the test.
 */
final class StoreModel {

    /** A topic's queue. */
    record QueueName(String topic, int queueId) {}

    /** One message as it was written, byte by byte. */
    record Stored(
            QueueName queue, long queueOffset, long physicalOffset, byte[] record, long tagsCode) {
        long end() {
            return physicalOffset + record.length;
        }
    }

    private final TreeMap<Long, Stored> log = new TreeMap<>(); // by physical offset
    private final Map<QueueName, TreeMap<Long, Stored>> queues = new HashMap<>();
    private final Map<QueueName, Long> leastNext = new HashMap<>(); // after a topic was deleted
    private final Set<Long> seen = new HashSet<>(); // physical offsets
    private final Set<String> deletedOnce = new HashSet<>();
    private String topicBeingDeleted = "";
    private final Map<QueueName, Long> ends = new HashMap<>(); // when it was opened last
    private long promisedBelow;
    private long expiredBelow;
    private int configWritten; // number of the last content that was written to the end
    private int configBegun;

    void appended(Stored stored) {
        Stored before = log.put(stored.physicalOffset(), stored);
        if (before != null) {
            throw new AssertionError("two messages at one place: " + before + " and " + stored);
        }
        Stored sameNumber = queueOf(stored.queue()).put(stored.queueOffset(), stored);
        if (sameNumber != null) {
            throw new AssertionError(
                    "queue offset " + stored.queueOffset() + " given twice in " + stored.queue());
        }
    }

    /** Everything below is on disk, says the store. */
    void promised(long below) {
        promisedBelow = Math.max(promisedBelow, below);
    }

    /** Log files with all below may have been deleted for their age. */
    void expired(long below) {
        expiredBelow = Math.max(expiredBelow, below);
    }

    boolean isExpired(Stored stored) {
        return stored.physicalOffset() < expiredBelow;
    }

    /** Where a queue ended when the store was opened last. */
    long endAtOpen(QueueName queue) {
        return ends.getOrDefault(queue, 0L);
    }

    void saw(long physicalOffset) {
        seen.add(physicalOffset);
    }

    boolean isPromised(Stored stored) {
        return stored.end() <= promisedBelow;
    }

    boolean isSeen(Stored stored) {
        return seen.contains(stored.physicalOffset());
    }

    long promisedBelow() {
        return promisedBelow;
    }

    NavigableMap<Long, Stored> queueOf(QueueName queue) {
        return queues.computeIfAbsent(queue, name -> new TreeMap<>());
    }

    /** Every message there should be, in log order. */
    List<Stored> all() {
        return List.copyOf(log.values());
    }

    /** Forgets the others. */
    void retain(Set<Long> physicalOffsets) {
        log.keySet().retainAll(physicalOffsets);
        queues.values()
                .forEach(
                        messages ->
                                messages.values()
                                        .removeIf(
                                                stored ->
                                                        !physicalOffsets.contains(
                                                                stored.physicalOffset())));
    }

    List<QueueName> queueNames() {
        return queues.keySet().stream()
                .sorted(Comparator.comparing(QueueName::topic).thenComparing(QueueName::queueId))
                .toList();
    }

    // ---- deleted topics

    void beginsToDelete(String topic) {
        topicBeingDeleted = topic;
        deletedOnce.add(topic);
    }

    /** A message that is appended after the deletion began decides nothing about it. */
    void deleted(String topic, long below, Map<QueueName, Long> next) {
        topicBeingDeleted = "";
        leastNext.putAll(next);
        forget(topic, below);
    }

    private void forget(String topic, long below) {
        queues.forEach(
                (name, messages) -> {
                    if (name.topic().equals(topic)) {
                        messages.values().removeIf(stored -> stored.physicalOffset() < below);
                    }
                });
        log.values()
                .removeIf(
                        stored ->
                                stored.queue().topic().equals(topic)
                                        && stored.physicalOffset() < below);
    }

    /** Whether its messages may be there or not: the power went off within its deletion. */
    boolean isBeingDeleted(String topic) {
        return topic.equals(topicBeingDeleted);
    }

    boolean wasEverDeleted(String topic) {
        return deletedOnce.contains(topic);
    }

    long leastNext(QueueName queue) {
        return leastNext.getOrDefault(queue, 0L);
    }

    // ---- the small file

    void beginsToWriteConfig(int number) {
        configBegun = number;
    }

    void wroteConfig() {
        configWritten = configBegun;
    }

    int configWritten() {
        return configWritten;
    }

    int configBegun() {
        return configBegun;
    }

    // ---- crashes

    /**
     * The store is open again: what it has now is what counts; what it lost may never come back.
     *
     * @param present physical offsets of the messages that are in their queues
     */
    StoreModel after(Set<Long> present, Map<QueueName, Long> queueEnds, long end, int config) {
        StoreModel next = new StoreModel();
        next.ends.putAll(queueEnds);
        next.expiredBelow = expiredBelow;
        for (Stored stored : log.values()) {
            if (present.contains(stored.physicalOffset())) {
                next.appended(stored);
            }
        }
        queues.keySet().forEach(next::queueOf);
        next.leastNext.putAll(leastNext);
        next.seen.addAll(seen);
        next.seen.retainAll(present);
        next.deletedOnce.addAll(deletedOnce);
        next.promisedBelow = end;
        next.configWritten = config;
        next.configBegun = config;
        return next;
    }
}
