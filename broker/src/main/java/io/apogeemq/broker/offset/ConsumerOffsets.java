package io.apogeemq.broker.offset;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.offset.ConsumerOffsetTable;
import io.apogeemq.store.append.AppendRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How far every consumer group is in every queue: group, topic, queue id to the offset of the first
 * message that is not consumed yet.
 *
 * <p>A commit never moves a group backwards, below zero, or beyond the end of the queue: a late
 * consumer can't rewind the one that took its queue over, and nothing stored later is skipped. Going
 * back is for administrators ({@link #reset}).
 *
 * <p>Hot: {@link #commit}, {@link #committed}, {@link #recordPull} and {@link #takeReset} are two hash
 * look-ups and an array access, without lock and without allocation.
 *
 * <p>Threads: safe for any thread. {@link #restore} before the broker serves.
 */
public final class ConsumerOffsets {
    /** The group has no offset in that queue. */
    public static final long NO_OFFSET = -1;

    private static final char SEPARATOR = '@'; // in no topic or group name

    /** Where the queues of the store end. */
    @FunctionalInterface
    public interface QueueEnds {
        /** The offset that the next message of the queue will get, 0 for an unknown queue. */
        long maxOffset(String topic, int queueId);
    }

    private final QueueEnds queueEnds;
    private final ConcurrentMap<String, ConcurrentMap<String, TopicPositions>> byGroup =
            new ConcurrentHashMap<>();
    private volatile DataVersion version = DataVersion.NONE;
    private volatile boolean changed;

    /** A table without offsets. */
    public ConsumerOffsets(QueueEnds queueEnds) {
        this.queueEnds = requireNonNull(queueEnds, "queueEnds");
    }

    /** The first offset that the group has not consumed, or {@link #NO_OFFSET}. Hot. */
    public long committed(String group, String topic, int queueId) {
        QueuePosition position = position(group, topic, queueId);
        return position == null ? NO_OFFSET : position.committed();
    }

    /** A consumer says how far it is. Hot: most commits repeat the last one. */
    public CommitResult commit(String group, String topic, int queueId, long offset) {
        if (offset < 0 || queueId < 0 || queueId > AppendRequest.MAX_QUEUE_ID) {
            return CommitResult.REFUSED_NEGATIVE;
        }
        QueuePosition position = position(group, topic, queueId);
        if (position != null && offset <= position.committed()) {
            return position.commit(offset); // nothing will change: the common case
        }
        if (offset > queueEnds.maxOffset(topic, queueId)) {
            return CommitResult.REFUSED_BEYOND_END;
        }
        if (position == null) {
            position = topicPositions(group, topic).findOrAdd(queueId);
        }
        CommitResult result = position.commit(offset);
        if (result == CommitResult.STORED) {
            noteChange();
        }
        return result;
    }

    /** Remembers what the group was given last, for the display of progress only. Hot. */
    public void recordPull(String group, String topic, int queueId, long nextOffset) {
        QueuePosition position = position(group, topic, queueId);
        if (position != null && position.pulled() != nextOffset) {
            position.pulled(nextOffset);
        }
    }

    /** Where the group's pulls are, or {@link #NO_OFFSET}. */
    public long pulled(String group, String topic, int queueId) {
        QueuePosition position = position(group, topic, queueId);
        return position == null ? NO_OFFSET : position.pulled();
    }

    /**
     * Where an administrator has sent the group, given to one caller only; else {@link #NO_OFFSET}. A
     * pull asks this first and answers "offset moved" with it. A pull that begins there already need
     * not be told. Hot.
     */
    public long takeReset(String group, String topic, int queueId, long askedOffset) {
        QueuePosition position = position(group, topic, queueId);
        long reset = position == null ? NO_OFFSET : position.takeReset();
        return reset == askedOffset ? NO_OFFSET : reset;
    }

    /** An administrator moves the group, in either direction; its next pull is told. */
    public void reset(String group, String topic, int queueId, long offset) {
        requireOffset(queueId, offset);
        topicPositions(group, topic).findOrAdd(queueId).reset(offset);
        noteChange();
    }

    /** The topics that the group has offsets in. */
    public SortedSet<String> topicsOf(String group) {
        SortedSet<String> topics = new TreeSet<>();
        byGroup.getOrDefault(group, new ConcurrentHashMap<>())
                .forEach(
                        (topic, positions) -> {
                            if (!copy(positions).isEmpty()) {
                                topics.add(topic);
                            }
                        });
        return topics;
    }

    /** The groups that have offsets in the topic. */
    public SortedSet<String> groupsOf(String topic) {
        SortedSet<String> groups = new TreeSet<>();
        byGroup.forEach(
                (group, topics) -> {
                    TopicPositions positions = topics.get(topic);
                    if (positions != null && !copy(positions).isEmpty()) {
                        groups.add(group);
                    }
                });
        return groups;
    }

    /** Forgets everything of a group. */
    public void removeGroup(String group) {
        if (byGroup.remove(group) != null) {
            noteChange();
        }
    }

    /** Forgets everything of a topic: it was deleted. */
    public void removeTopic(String topic) {
        for (Map<String, TopicPositions> topics : byGroup.values()) {
            if (topics.remove(topic) != null) {
                noteChange();
            }
        }
    }

    /** Every offset, as it is written to the file and sent to followers. */
    public ConsumerOffsetTable snapshot() {
        Map<String, SortedMap<Integer, Long>> table = new HashMap<>();
        byGroup.forEach(
                (group, topics) ->
                        topics.forEach(
                                (topic, positions) -> {
                                    SortedMap<Integer, Long> offsets = copy(positions);
                                    if (!offsets.isEmpty()) {
                                        table.put(topic + SEPARATOR + group, offsets);
                                    }
                                }));
        return new ConsumerOffsetTable(version, table);
    }

    /**
     * Takes the offsets of a stored table. What lies outside the queues of the store is given to
     * {@code corrections} and moved to the nearest place that exists: no position outlives the log.
     */
    void restore(ConsumerOffsetTable table, Collection<OffsetCorrection> corrections) {
        version = table.dataVersion();
        table.offsetTable()
                .forEach(
                        (key, offsets) -> {
                            int split = key.indexOf(SEPARATOR);
                            if (split > 0 && split < key.length() - 1) {
                                restore(
                                        key.substring(split + 1),
                                        key.substring(0, split),
                                        offsets,
                                        corrections);
                            }
                        });
    }

    private void restore(
            String group,
            String topic,
            SortedMap<Integer, Long> offsets,
            Collection<OffsetCorrection> corrections) {
        offsets.forEach(
                (queueId, stored) -> {
                    if (queueId < 0 || queueId > AppendRequest.MAX_QUEUE_ID || stored < 0) {
                        return; // the peer lets clients commit such values and treats them as none
                    }
                    long end = queueEnds.maxOffset(topic, queueId);
                    if (stored > end) {
                        corrections.add(new OffsetCorrection(group, topic, queueId, stored, end));
                        changed = true;
                    }
                    topicPositions(group, topic).findOrAdd(queueId).set(Math.min(stored, end));
                });
    }

    /** Whether anything changed since the last call; the caller is about to write the table. */
    boolean takeChanged(long nowMillis) {
        if (!changed) {
            return false;
        }
        changed = false;
        version = version.next(0, nowMillis);
        return true;
    }

    /** The table was not written after all. */
    void noteChange() {
        if (!changed) { // a plain read is cheaper for the many that come after the first
            changed = true;
        }
    }

    private QueuePosition position(String group, String topic, int queueId) {
        ConcurrentMap<String, TopicPositions> topics = byGroup.get(group);
        TopicPositions positions = topics == null ? null : topics.get(topic);
        return positions == null ? null : positions.find(queueId);
    }

    private TopicPositions topicPositions(String group, String topic) {
        return byGroup.computeIfAbsent(group, name -> new ConcurrentHashMap<>())
                .computeIfAbsent(topic, name -> new TopicPositions());
    }

    private static SortedMap<Integer, Long> copy(TopicPositions positions) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        for (int queueId = 0; queueId < positions.size(); queueId++) {
            QueuePosition position = positions.find(queueId);
            if (position != null && position.committed() >= 0) {
                offsets.put(queueId, position.committed());
            }
        }
        return offsets;
    }

    private static void requireOffset(int queueId, long offset) {
        if (offset < 0 || queueId < 0 || queueId > AppendRequest.MAX_QUEUE_ID) {
            throw new IllegalArgumentException(
                    "offset '" + offset + "' of queue '" + queueId + "' is outside the range");
        }
    }
}
