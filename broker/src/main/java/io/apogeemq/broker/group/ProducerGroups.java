package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.remoting.transport.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which producers are connected, by group.
 *
 * <p>Threads: safe for any thread. The members of a group are an immutable map that is replaced on
 * change.
 */
public final class ProducerGroups {
    private static final Logger log = LoggerFactory.getLogger(ProducerGroups.class);

    private final long patienceNanos;
    private final Clock clock;
    private final ConcurrentMap<String, Map<Connection, ProducerMember>> groups =
            new ConcurrentHashMap<>();
    private final ConcurrentMap<Connection, Set<String>> groupsByConnection =
            new ConcurrentHashMap<>();

    /**
     * No groups yet.
     *
     * @param patience a client that is not heard of for longer is taken for dead
     */
    public ProducerGroups(Duration patience, Clock clock) {
        this.patienceNanos = patience.toNanos();
        this.clock = requireNonNull(clock, "clock");
    }

    /** The connected producers of a group; empty when there are none. */
    public Collection<ProducerMember> members(String group) {
        return groups.getOrDefault(group, Map.of()).values();
    }

    /** Every group with connected producers. */
    public SortedMap<String, List<ProducerMember>> all() {
        SortedMap<String, List<ProducerMember>> all = new TreeMap<>();
        groups.forEach((group, members) -> all.put(group, List.copyOf(members.values())));
        return all;
    }

    /** A heartbeat of one producer. */
    void join(String group, ClientIdentity client) {
        ProducerMember known = groups.getOrDefault(group, Map.of()).get(client.connection());
        if (known != null && known.clientId().equals(client.clientId())) {
            known.heardAt(clock.nanoTime(), clock.millis());
            return;
        }
        groupsByConnection
                .computeIfAbsent(client.connection(), any -> ConcurrentHashMap.newKeySet())
                .add(group);
        ProducerMember member = new ProducerMember(client, clock.nanoTime(), clock.millis());
        groups.compute(
                group,
                (name, old) -> {
                    Map<Connection, ProducerMember> more =
                            old == null ? new HashMap<>() : new HashMap<>(old);
                    more.put(client.connection(), member);
                    return Map.copyOf(more);
                });
        if (!client.connection().isOpen()) { // its end may have been told before it was listed
            connectionClosed(client.connection());
            return;
        }
        log.info(
                "producer joined group={} clientId={} peer={}",
                group,
                client.clientId(),
                client.connection().remoteAddress());
    }

    /** A producer leaves one group and stays connected. */
    void leave(String group, String clientId, Connection connection) {
        ProducerMember member = groups.getOrDefault(group, Map.of()).get(connection);
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

    private void remove(String group, Connection connection, String reason) {
        groups.computeIfPresent(
                group,
                (name, old) -> {
                    Map<Connection, ProducerMember> fewer = new HashMap<>(old);
                    ProducerMember gone = fewer.remove(connection);
                    if (gone != null) {
                        log.info(
                                "producer is gone group={} clientId={} peer={} reason={}",
                                group,
                                gone.clientId(),
                                connection.remoteAddress(),
                                reason);
                    }
                    return fewer.isEmpty() ? null : Map.copyOf(fewer);
                });
    }

    /** Removes producers that were not heard of for too long and closes their connections. */
    public void expire() {
        long now = clock.nanoTime();
        List<Connection> silent = new ArrayList<>();
        groups.forEach(
                (group, members) -> {
                    for (ProducerMember member : members.values()) {
                        if (member.isSilentSince(now, patienceNanos)) {
                            remove(group, member.connection(), "no heartbeat");
                            silent.add(member.connection());
                        }
                    }
                });
        silent.forEach(Connection::close);
    }
}
