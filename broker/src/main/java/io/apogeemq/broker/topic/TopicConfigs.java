package io.apogeemq.broker.topic;

import io.apogeemq.broker.persist.JsonTable;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.topic.TopicConfigJson;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The topics of this broker and the version of the table; kept in {@code config/topics.json}.
 *
 * <p>A change is on disk before anybody sees it. Source: broker spec, "Topics"; store spec,
 * "Directory layout" section 3.
 *
 * <p>Threads: looked up by any thread without a lock. Changes are ordered by {@code changeLock},
 * which is held while the file is written: they come from admin threads, never from io threads.
 * Listeners are called outside of it.
 *
 * <p>Errors: a change that can't be written is an {@link MqException} (fault), and did not happen.
 */
public final class TopicConfigs {
    private final ConcurrentHashMap<String, TopicConfig> topics = new ConcurrentHashMap<>();
    private final JsonTable<TopicConfigTable> file;
    private final Clock clock;
    private final List<TopicChangeListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock changeLock = new ReentrantLock();
    private final boolean wasComplete;
    private volatile DataVersion version; // written under changeLock

    private TopicConfigs(JsonTable<TopicConfigTable> file, TopicConfigTable loaded, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.version = loaded.dataVersion();
        this.wasComplete = file.wasNewest();
        topics.putAll(loaded.topics());
    }

    /**
     * Reads {@code topics.json} in the directory.
     *
     * @throws MqException (fault) when it is there but cannot be read
     */
    public static TopicConfigs open(DurableFiles files, Path configDir, Clock clock) {
        JsonTable<TopicConfigTable> file =
                new JsonTable<>(files, configDir.resolve("topics.json"), TopicConfigTable::read);
        TopicConfigTable loaded =
                file.load().orElse(TopicConfigTable.of(DataVersion.NONE, List.of()));
        return new TopicConfigs(file, loaded, clock);
    }

    /** Whether all topics were read: false if there was no file, or only the version before it. */
    public boolean wasComplete() {
        return wasComplete;
    }

    /** The settings of a topic, if it exists. Hot: one look-up, no lock. */
    public Optional<TopicConfig> find(String topic) {
        return Optional.ofNullable(topics.get(topic));
    }

    /** All topics with the version that they have together. */
    public TopicConfigTable table() {
        changeLock.lock();
        try {
            return TopicConfigTable.of(version, new TreeMap<>(topics).values());
        } finally {
            changeLock.unlock();
        }
    }

    /** The version of the table. */
    public DataVersion version() {
        return version;
    }

    /** Number of topics. */
    public int size() {
        return topics.size();
    }

    /** Tells the listener of every change from now on. */
    public void addListener(TopicChangeListener listener) {
        listeners.add(listener);
    }

    /** Creates the topic, or gives it these settings; true when that changed something. */
    public boolean createOrUpdate(TopicConfig topic) {
        return createOrUpdateAll(List.of(topic));
    }

    /** The same for several topics with one write. */
    public boolean createOrUpdateAll(Collection<TopicConfig> wanted) {
        return change(
                table -> {
                    wanted.forEach(topic -> table.put(topic.topicName(), topic));
                    return table;
                });
    }

    /** Creates the topic unless there is one of that name; gives the one that is there then. */
    public TopicConfig createIfAbsent(TopicConfig topic) {
        TopicConfig present = topics.get(topic.topicName());
        if (present != null) {
            return present;
        }
        change(
                table -> {
                    table.putIfAbsent(topic.topicName(), topic);
                    return table;
                });
        return find(topic.topicName()).orElse(topic);
    }

    /** Removes the topic; false when there is none. */
    public boolean delete(String topic) {
        return change(
                table -> {
                    table.remove(topic);
                    return table;
                });
    }

    /**
     * Gives the table another version though no topic changed, so that name servers take it over
     * again: the permissions of the broker as a whole have changed.
     */
    public void renewVersion() {
        changeLock.lock();
        try {
            DataVersion next = version.next(version.stateVersion(), clock.millis());
            file.write(fileForm(next, new TreeMap<>(topics)));
            version = next;
        } finally {
            changeLock.unlock();
        }
    }

    private boolean change(UnaryOperator<Map<String, TopicConfig>> edit) {
        List<TopicConfig> changed = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        changeLock.lock();
        try {
            Map<String, TopicConfig> after = edit.apply(new TreeMap<>(topics));
            for (TopicConfig topic : after.values()) {
                if (!topic.equals(topics.get(topic.topicName()))) {
                    changed.add(topic);
                }
            }
            for (String name : topics.keySet()) {
                if (!after.containsKey(name)) {
                    deleted.add(name);
                }
            }
            if (changed.isEmpty() && deleted.isEmpty()) {
                return false;
            }
            DataVersion next = version.next(version.stateVersion(), clock.millis());
            file.write(fileForm(next, after));
            changed.forEach(topic -> topics.put(topic.topicName(), topic));
            deleted.forEach(topics::remove);
            version = next;
        } finally {
            changeLock.unlock();
        }
        for (TopicChangeListener listener : listeners) {
            if (!changed.isEmpty()) {
                listener.onChanged(changed);
            }
            deleted.forEach(listener::onDeleted);
        }
        return true;
    }

    /** The two members that the peer's file has. */
    private static JsonBody fileForm(DataVersion version, Map<String, TopicConfig> topics) {
        return out -> {
            out.beginObject().member("dataVersion", version).name("topicConfigTable").beginObject();
            topics.forEach(
                    (name, topic) -> {
                        out.name(name);
                        TopicConfigJson.write(out, topic);
                    });
            out.endObject().endObject();
        };
    }
}
