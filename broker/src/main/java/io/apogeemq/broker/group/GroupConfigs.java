package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.persist.JsonTable;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.io.DurableFiles;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupTable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of the consumer groups of this broker; kept in {@code config/subscriptionGroup.json}.
 *
 * <p>What an administrator changes is on disk before anybody sees it. A group that comes into being by
 * its first contact has default settings, counts at once and is written right after: losing it in a
 * crash loses nothing, since the next contact makes it again.
 *
 * <p>Threads: looked up and created on first contact by any thread, without blocking. {@link #put},
 * {@link #remove} and the writer hold {@code changeLock} while the file is written: admin threads only.
 *
 * <p>Errors: a change that can't be written is an {@link MqException} (fault), and did not happen.
 */
public final class GroupConfigs {
    private static final Logger log = LoggerFactory.getLogger(GroupConfigs.class);

    /** Bit of the forbidden table that says: this group may not read that topic. */
    private static final int READ_FORBIDDEN = 1 << 2;

    private final JsonTable<SubscriptionGroupTable> file;
    private final BooleanSupplier autoCreates;
    private final Clock clock;
    private final Executor writer;
    private final ConcurrentMap<String, SubscriptionGroupConfig> groups = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Integer>> forbidden; // immutable, by group and topic
    private final ReentrantLock changeLock = new ReentrantLock();
    private volatile DataVersion version; // written under changeLock
    private volatile boolean hasUnwritten;

    private GroupConfigs(
            JsonTable<SubscriptionGroupTable> file,
            SubscriptionGroupTable loaded,
            BooleanSupplier autoCreates,
            Clock clock,
            Executor writer) {
        this.file = file;
        this.autoCreates = requireNonNull(autoCreates, "autoCreates");
        this.clock = requireNonNull(clock, "clock");
        this.writer = requireNonNull(writer, "writer");
        this.version = loaded.dataVersion();
        this.forbidden = Map.copyOf(loaded.forbiddenTable());
        for (String builtIn : GroupName.builtIn()) {
            groups.put(builtIn, SubscriptionGroupConfig.named(builtIn));
        }
        groups.putAll(loaded.groups());
    }

    /**
     * Reads {@code subscriptionGroup.json} in the directory.
     *
     * @param autoCreates whether a first contact makes a group, asked each time
     * @param writer where groups made by a first contact are written
     * @throws MqException (fault) when the file is there but cannot be read
     */
    public static GroupConfigs open(
            DurableFiles files,
            Path configDir,
            BooleanSupplier autoCreates,
            Clock clock,
            Executor writer) {
        JsonTable<SubscriptionGroupTable> file =
                new JsonTable<>(
                        files,
                        configDir.resolve("subscriptionGroup.json"),
                        SubscriptionGroupTable::read);
        SubscriptionGroupTable loaded =
                file.load()
                        .orElse(new SubscriptionGroupTable(DataVersion.NONE, Map.of(), Map.of()));
        return new GroupConfigs(file, loaded, autoCreates, clock, writer);
    }

    /** The settings of a group, or null when there is no such group. Hot: one look-up, no lock. */
    public SubscriptionGroupConfig findOrNull(String group) {
        return groups.get(group);
    }

    /**
     * The settings of a group, which is created if its name is legal and first contact may create
     * groups; else null. Does not block. Hot: one look-up for a group that exists.
     */
    public SubscriptionGroupConfig findOrCreate(String group) {
        SubscriptionGroupConfig present = groups.get(group);
        return present != null ? present : create(group);
    }

    private SubscriptionGroupConfig create(String group) {
        if (!autoCreates.getAsBoolean() || GroupName.problem(group).isPresent()) {
            return null;
        }
        SubscriptionGroupConfig created = SubscriptionGroupConfig.named(group);
        SubscriptionGroupConfig present = groups.putIfAbsent(group, created);
        if (present != null) {
            return present;
        }
        log.info("group created by first contact group={}", group);
        hasUnwritten = true;
        try {
            writer.execute(this::writeUnwritten);
        } catch (RejectedExecutionException busy) {
            log.debug("group is written with the next change group={}", group);
        }
        return created;
    }

    /** Whether an administrator forbade this group to read that topic. */
    public boolean isReadForbidden(String group, String topic) {
        Map<String, Integer> topics = forbidden.get(group);
        return topics != null && (topics.getOrDefault(topic, 0) & READ_FORBIDDEN) != 0;
    }

    /** All groups with the version that they have together. */
    public SubscriptionGroupTable table() {
        changeLock.lock();
        try {
            return tableOf(version, new TreeMap<>(groups));
        } finally {
            changeLock.unlock();
        }
    }

    /** Creates the group, or gives it these settings. */
    public void put(SubscriptionGroupConfig group) {
        putAll(List.of(group));
    }

    /** The same for several groups with one write. */
    public void putAll(Collection<SubscriptionGroupConfig> wanted) {
        changeLock.lock();
        try {
            Map<String, SubscriptionGroupConfig> after = new TreeMap<>(groups);
            wanted.forEach(group -> after.put(group.groupName(), group));
            if (!after.equals(groups) || hasUnwritten) {
                write(after);
                wanted.forEach(group -> groups.put(group.groupName(), group));
            }
        } finally {
            changeLock.unlock();
        }
    }

    /** Removes the group; false when there is none. */
    public boolean remove(String group) {
        changeLock.lock();
        try {
            Map<String, SubscriptionGroupConfig> after = new TreeMap<>(groups);
            if (after.remove(group) == null) {
                return false;
            }
            write(after);
            groups.remove(group);
            return true;
        } finally {
            changeLock.unlock();
        }
    }

    /** Writes groups that came into being by first contact, if there are any. Admin threads only. */
    public void writeUnwritten() {
        changeLock.lock();
        try {
            if (hasUnwritten) {
                write(new TreeMap<>(groups));
            }
        } finally {
            changeLock.unlock();
        }
    }

    private void write(Map<String, SubscriptionGroupConfig> after) {
        hasUnwritten = false; // before the table is written: what comes meanwhile is for the next
        DataVersion next = version.next(version.stateVersion(), clock.millis());
        try {
            file.write(tableOf(next, after));
        } catch (MqException e) {
            hasUnwritten = true;
            throw e;
        }
        version = next;
    }

    private SubscriptionGroupTable tableOf(
            DataVersion tableVersion, Map<String, SubscriptionGroupConfig> table) {
        return new SubscriptionGroupTable(tableVersion, table, forbidden);
    }
}
