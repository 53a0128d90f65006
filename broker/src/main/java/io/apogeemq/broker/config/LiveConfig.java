package io.apogeemq.broker.config;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.config.ConfigException;
import io.apogeemq.common.config.ConfigFile;
import io.apogeemq.common.config.ConfigKey;
import io.apogeemq.common.config.ConfigProblem;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.remoting.protocol.DataVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The settings of a running broker: those that may change without a restart are asked for here each
 * time, all others were given to their part when it was built.
 *
 * <p>A change is written to the file that the broker was started with, if any, and acts only when
 * that succeeded.
 *
 * <p>Threads: read by any thread without a lock; changes are ordered by {@code changeLock}, which is
 * held while the file is written, and come from admin threads only.
 */
public final class LiveConfig {
    private final Clock clock;
    private final Optional<Path> file;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock changeLock = new ReentrantLock();

    // written under changeLock
    private volatile ConfigValues values;
    private volatile DataVersion version = DataVersion.NONE;
    private volatile int brokerPermission;
    private volatile boolean autoCreateTopics;
    private volatile boolean autoCreateGroups;
    private volatile boolean notifiesGroupChanges;

    /**
     * @param file what the settings were read from, to be kept up to date
     */
    public LiveConfig(ConfigValues values, Optional<Path> file, Clock clock) {
        this.clock = clock;
        this.file = file;
        publish(values);
    }

    /** Bits of {@code QueuePermission} for the whole broker. */
    public int brokerPermission() {
        return brokerPermission;
    }

    /** Whether sending to an unknown topic may create it. */
    public boolean autoCreateTopics() {
        return autoCreateTopics;
    }

    /** Whether an unknown group that asks for something is created. */
    public boolean autoCreateGroups() {
        return autoCreateGroups;
    }

    /** Whether members of a group are told when others come and go. */
    public boolean notifiesGroupChanges() {
        return notifiesGroupChanges;
    }

    /** Every setting as it is now. */
    public ConfigValues values() {
        return values;
    }

    /** Changes with every {@link #update}. */
    public DataVersion version() {
        return version;
    }

    /** Calls the listener after each change, on the thread that made it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Changes settings while the broker runs. Writes a file: not for io threads.
     *
     * @throws ConfigException when a key is not known, a value not one of its type, or the key acts
     *     at start only; nothing has changed then
     * @throws IOException when the file can't be written; nothing has changed then
     */
    public void update(Map<String, String> changes) throws IOException {
        changeLock.lock();
        try {
            ConfigValues changed = BrokerConfigKeys.SCHEMA.update(values, changes);
            requireReloadable(changes, changed);
            writeFile(changes);
            publish(changed);
            version = version.next(0, clock.millis());
        } finally {
            changeLock.unlock();
        }
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    private void requireReloadable(Map<String, String> changes, ConfigValues changed) {
        List<ConfigProblem> problems = new ArrayList<>();
        changes.forEach(
                (name, value) -> {
                    ConfigKey key = BrokerConfigKeys.SCHEMA.key(name).orElseThrow();
                    boolean isSame = !key.hasEffect() || values.text(key).equals(changed.text(key));
                    if (!isSame && !key.isReloadable()) {
                        problems.add(
                                new ConfigProblem(
                                        name,
                                        value,
                                        "update",
                                        "acts at start only: change it in the config file and"
                                                + " restart the broker"));
                    }
                });
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private void writeFile(Map<String, String> changes) throws IOException {
        if (file.isEmpty() || !Files.exists(file.get())) {
            return;
        }
        ConfigFile content = ConfigFile.read(file.get());
        for (Map.Entry<String, String> change : changes.entrySet()) {
            content = content.with(change.getKey(), change.getValue());
        }
        content.write(file.get());
    }

    private void publish(ConfigValues current) {
        values = current;
        brokerPermission = current.intOf(BrokerConfigKeys.BROKER_PERMISSION);
        autoCreateTopics = current.bool(BrokerConfigKeys.AUTO_CREATE_TOPIC_ENABLE);
        autoCreateGroups = current.bool(BrokerConfigKeys.AUTO_CREATE_SUBSCRIPTION_GROUP);
        notifiesGroupChanges = current.bool(BrokerConfigKeys.NOTIFY_CONSUMER_IDS_CHANGED_ENABLE);
    }
}
