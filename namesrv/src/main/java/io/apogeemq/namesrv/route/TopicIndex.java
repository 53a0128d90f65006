package io.apogeemq.namesrv.route;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Every topic by its name, in shards: a changed index shares all shards but those of the changed
 * topics, so that one new topic among a hundred thousand costs microseconds.
 *
 * <p>Threads: immutable; an {@link Edit} is confined to the thread that makes it.
 */
final class TopicIndex {
    private static final int SHARDS = 512; // a power of two

    static final TopicIndex EMPTY = new TopicIndex(Collections.nCopies(SHARDS, Map.of()), 0);

    private final List<Map<String, TopicPlacement>> shards;
    private final int placements; // topics, each counted once for every broker it is on

    private TopicIndex(List<Map<String, TopicPlacement>> shards, int placements) {
        this.shards = shards;
        this.placements = placements;
    }

    int placements() {
        return placements;
    }

    Optional<TopicPlacement> find(String topic) {
        return Optional.ofNullable(shards.get(shardOf(topic)).get(topic));
    }

    void forEach(Consumer<TopicPlacement> action) {
        for (Map<String, TopicPlacement> shard : shards) {
            shard.values().forEach(action);
        }
    }

    Edit edit() {
        return new Edit();
    }

    private static int shardOf(String topic) {
        int hash = topic.hashCode();
        return (hash ^ hash >>> 16) & SHARDS - 1;
    }

    /** Collects changes; the index it came from stays as it is. */
    final class Edit {
        private final List<Map<String, TopicPlacement>> edited = new ArrayList<>(shards);
        private final boolean[] isOwn = new boolean[SHARDS];
        private int editedPlacements = placements;
        private boolean isChanged;

        Optional<TopicPlacement> find(String topic) {
            return Optional.ofNullable(edited.get(shardOf(topic)).get(topic));
        }

        void put(TopicPlacement topic) {
            editedPlacements += topic.byBroker().size();
            forget(ownShard(topic.topic()).put(topic.topic(), topic));
        }

        void remove(String topic) {
            forget(ownShard(topic).remove(topic));
        }

        private void forget(TopicPlacement former) {
            editedPlacements -= former == null ? 0 : former.byBroker().size();
        }

        /** The changed index, or the very same one when nothing was put or removed. */
        TopicIndex done() {
            return isChanged
                    ? new TopicIndex(List.copyOf(edited), editedPlacements)
                    : TopicIndex.this;
        }

        private Map<String, TopicPlacement> ownShard(String topic) {
            int shard = shardOf(topic);
            if (!isOwn[shard]) {
                edited.set(shard, new HashMap<>(edited.get(shard)));
                isOwn[shard] = true;
            }
            isChanged = true;
            return edited.get(shard);
        }
    }
}
