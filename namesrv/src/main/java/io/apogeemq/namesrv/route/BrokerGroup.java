package io.apogeemq.namesrv.route;

import io.apogeemq.remoting.protocol.route.BrokerData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of one broker name: one master and its slaves, by broker id.
 *
 * <p>Threads: immutable; a change makes a new one, so that identity tells whether something changed.
 */
record BrokerGroup(
        BrokerData data, Map<String, List<String>> filterServers) { // by address; none in 5.x

    BrokerGroup {
        filterServers = Map.copyOf(filterServers);
    }

    /** A group that nobody has joined yet. */
    static BrokerGroup of(String cluster, String brokerName) {
        return new BrokerGroup(BrokerData.of(cluster, brokerName, new TreeMap<>()), Map.of());
    }

    String cluster() {
        return data.cluster();
    }

    boolean isEmpty() {
        return data.brokerAddrs().isEmpty();
    }

    Optional<String> address(long brokerId) {
        return Optional.ofNullable(data.brokerAddrs().get(brokerId));
    }

    boolean hasMaster() {
        return data.brokerAddrs().containsKey(BrokerData.MASTER_ID);
    }

    boolean hasMemberAt(String address) {
        return data.brokerAddrs().containsValue(address);
    }

    boolean hasSmallestId(long brokerId) {
        return !isEmpty() && data.brokerAddrs().firstKey() == brokerId;
    }

    /** Any address of the group, the master's if there is one. */
    String someAddress() {
        return data.brokerAddrs().get(data.brokerAddrs().firstKey());
    }

    /** With the broker under its id, and under no other id that its address had before. */
    BrokerGroup with(Registration registration) {
        String address = registration.address().address();
        SortedMap<Long, String> members = membersWithout(address);
        members.put(registration.brokerId(), address);
        Map<String, List<String>> servers = new HashMap<>(filterServers);
        servers.remove(address);
        if (!registration.filterServers().isEmpty()) {
            servers.put(address, registration.filterServers());
        }
        servers.keySet().retainAll(members.values());
        BrokerData changed =
                new BrokerData(
                        registration.address().cluster(),
                        registration.brokerName(),
                        members,
                        registration.enableActingMaster(),
                        registration.zoneName());
        return sameOr(new BrokerGroup(changed, servers));
    }

    /** Without the member at this address. */
    BrokerGroup without(String address) {
        Map<String, List<String>> servers = new HashMap<>(filterServers);
        servers.remove(address);
        return sameOr(new BrokerGroup(withMembers(membersWithout(address)), servers));
    }

    /**
     * The group as clients see it when the slave with the smallest id stands in for a master that is
     * gone: under id 0.
     */
    BrokerData withActingMaster() {
        SortedMap<Long, String> members = new TreeMap<>(data.brokerAddrs());
        members.put(BrokerData.MASTER_ID, members.remove(members.firstKey()));
        return withMembers(members);
    }

    private BrokerData withMembers(SortedMap<Long, String> members) {
        return new BrokerData(
                data.cluster(),
                data.brokerName(),
                members,
                data.enableActingMaster(),
                data.zoneName());
    }

    private SortedMap<Long, String> membersWithout(String address) {
        SortedMap<Long, String> members = new TreeMap<>(data.brokerAddrs());
        members.values().removeIf(address::equals);
        return members;
    }

    private BrokerGroup sameOr(BrokerGroup changed) {
        return changed.equals(this) ? this : changed;
    }
}
