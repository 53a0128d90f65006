package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.LogThrottle;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.transport.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which consumers are connected, by group.
 *
 * <p>A group is an immutable {@link ConsumerGroup} that is replaced on change, so {@link #find} costs
 * one hash look-up and a heartbeat that says nothing new costs two and a store.
 *
 * <p>Threads: safe for any thread. Changes of one group exclude each other; the listener is called
 * after the change, without any lock, on the thread that made it.
 */
public final class ConsumerGroups {
    private static final Logger log = LoggerFactory.getLogger(ConsumerGroups.class);

    private static final Duration WARNING_INTERVAL = Duration.ofSeconds(60);

    /** Hears of groups whose members, or what they want, changed. */
    @FunctionalInterface
    public interface ChangeListener {
        /** The group as it is now; called on the thread that changed it, must not block. */
        void onChange(ConsumerGroup group);
    }

    private final long patienceNanos;
    private final Clock clock;
    private final ChangeListener listener;
    private final LogThrottle disagreements;
    private final ConcurrentMap<String, ConsumerGroup> groups = new ConcurrentHashMap<>();
    private final ConcurrentMap<Connection, Set<String>> groupsByConnection =
            new ConcurrentHashMap<>();

    /**
     * No groups yet.
     *
     * @param patience a client that is not heard of for longer is taken for dead
     */
    public ConsumerGroups(Duration patience, Clock clock, ChangeListener listener) {
        this.patienceNanos = patience.toNanos();
        this.clock = requireNonNull(clock, "clock");
        this.listener = requireNonNull(listener, "listener");
        this.disagreements = new LogThrottle(WARNING_INTERVAL, clock);
    }

    /** The members of a group, {@link ConsumerGroup#NOBODY} when none is connected. Hot. */
    public ConsumerGroup find(String group) {
        ConsumerGroup found = groups.get(group);
        return found == null ? ConsumerGroup.NOBODY : found;
    }

    /** The groups whose members subscribe to a topic. */
    public SortedSet<String> groupsSubscribedTo(String topic) {
        SortedSet<String> names = new TreeSet<>();
        for (ConsumerGroup group : groups.values()) {
            if (group.subscriptionOrNull(topic) != null) {
                names.add(group.name());
            }
        }
        return names;
    }

    /** A full heartbeat of one member: everything it subscribes to. */
    void join(ClientIdentity client, ConsumerData data, int fingerprint) {
        ConsumerMember known = find(data.groupName()).memberOrNull(client.connection());
        if (known != null && known.saysTheSame(client, data, fingerprint)) {
            known.heardAt(clock.nanoTime());
            return;
        }
        replace(client, new ConsumerMember(client, data, fingerprint, clock.nanoTime()));
    }

    /**
     * A heartbeat without subscriptions. True if they are known from a full one with this fingerprint
     * over the same connection; else the client has to send them, and until then counts as a member
     * with what an earlier connection of the same client id subscribed to.
     */
    boolean refresh(ClientIdentity client, ConsumerData data, int fingerprint) {
        ConsumerGroup group = find(data.groupName());
        ConsumerMember known = group.memberOrNull(client.connection());
        if (known != null) {
            known.heardAt(clock.nanoTime());
            return known.fingerprint() == fingerprint;
        }
        for (ConsumerMember member : group.members()) {
            if (member.clientId().equals(client.clientId())) {
                replace(
                        client,
                        new ConsumerMember(
                                client, member.data(), member.fingerprint(), clock.nanoTime()));
                return member.fingerprint() == fingerprint;
            }
        }
        replace(client, new ConsumerMember(client, data, 0, clock.nanoTime()));
        return false;
    }

    private void replace(ClientIdentity client, ConsumerMember member) {
        String name = member.data().groupName();
        groupsByConnection
                .computeIfAbsent(client.connection(), any -> ConcurrentHashMap.newKeySet())
                .add(name);
        boolean[] isChanged = new boolean[1];
        ConsumerGroup now =
                groups.compute(
                        name,
                        (any, old) -> {
                            ConsumerGroup before = old == null ? ConsumerGroup.NOBODY : old;
                            ConsumerGroup after = before.with(name, member);
                            isChanged[0] =
                                    before.memberOrNull(client.connection()) == null
                                            || !after.wantsTheSameAs(before);
                            if (before.hasMembers()) {
                                logChangeOfKind(before, after);
                            }
                            return after;
                        });
        if (!client.connection().isOpen()) { // its end may have been told before it was listed
            connectionClosed(client.connection());
            return;
        }
        if (isChanged[0]) {
            log.info(
                    "consumer joined or changed its subscription group={} clientId={} peer={} members={}",
                    name,
                    member.clientId(),
                    client.connection().remoteAddress(),
                    now.members().size());
            warnOfDisagreement(now);
            listener.onChange(now);
        }
    }

    private static void logChangeOfKind(ConsumerGroup before, ConsumerGroup after) {
        if (before.consumeType() != after.consumeType()
                || before.messageModel() != after.messageModel()) {
            log.warn(
                    "members of one group consume in different ways, the last one counts group={}"
                            + " before={}/{} now={}/{}",
                    after.name(),
                    before.consumeType(),
                    before.messageModel(),
                    after.consumeType(),
                    after.messageModel());
        }
    }

    private void warnOfDisagreement(ConsumerGroup group) {
        String who = group.disagreement();
        if (who.isEmpty()) {
            return;
        }
        long suppressed = disagreements.pass();
        if (suppressed != LogThrottle.SUPPRESSED) {
            log.warn(
                    "members of one group subscribe differently, messages may reach a member that does"
                            + " not want them; give all members the same subscriptions group={}"
                            + " members={} suppressed={}",
                    group.name(),
                    who,
                    suppressed);
        }
    }

    /** A client leaves one group and stays connected. */
    void leave(String group, String clientId, Connection connection) {
        ConsumerMember member = find(group).memberOrNull(connection);
        if (member != null && member.clientId().equals(clientId)) {
            remove(group, connection, "left");
            groupsByConnection.computeIfPresent(
                    connection,
                    (any, names) -> {
                        names.remove(group);
                        return names.isEmpty() ? null : names;
                    });
        }
    }

    /** A connection is gone: whoever it belonged to leaves all its groups. */
    public void connectionClosed(Connection connection) {
        Set<String> names = groupsByConnection.remove(connection);
        if (names != null) {
            for (String name : names) {
                remove(name, connection, "connection closed");
            }
        }
    }

    private void remove(String name, Connection connection, String reason) {
        ConsumerGroup[] before = new ConsumerGroup[1];
        ConsumerGroup now =
                groups.computeIfPresent(
                        name,
                        (any, old) -> {
                            before[0] = old;
                            ConsumerGroup fewer = old.without(connection);
                            return fewer.hasMembers() ? fewer : null;
                        });
        if (before[0] == null || before[0].memberOrNull(connection) == null) {
            return;
        }
        log.info(
                "consumer is gone group={} clientId={} peer={} reason={} members={}",
                name,
                before[0].memberOrNull(connection).clientId(),
                connection.remoteAddress(),
                reason,
                now == null ? 0 : now.members().size());
        if (now != null) {
            listener.onChange(now);
        }
    }

    /** Removes members that were not heard of for too long and closes their connections. */
    public void expire() {
        long now = clock.nanoTime();
        List<Connection> silent = new ArrayList<>();
        for (ConsumerGroup group : groups.values()) {
            for (ConsumerMember member : group.members()) {
                if (member.isSilentSince(now, patienceNanos)) {
                    remove(group.name(), member.connection(), "no heartbeat");
                    silent.add(member.connection());
                }
            }
        }
        silent.forEach(Connection::close);
    }
}
