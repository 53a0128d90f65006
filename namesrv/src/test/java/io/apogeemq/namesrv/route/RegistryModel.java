package io.apogeemq.namesrv.route;

import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.protocol.DataVersion;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rules of the registry in their simplest form: plain maps that are changed in place. */
final class RegistryModel {
    /** A member with what it registered last. */
    record Member(BrokerAddress key, DataVersion version) {
        String address() {
            return key.address();
        }
    }

    /** What was registered for a topic, and whether it was closed for writing since. */
    private record Queues(int registeredPerm, boolean isClosed) {
        int perm() {
            return isClosed ? registeredPerm & ~2 : registeredPerm;
        }
    }

    final Map<String, TreeMap<Long, Member>> groups = new TreeMap<>();
    private final Map<String, TreeMap<String, Queues>> topics = new TreeMap<>(); // then by broker
    private final Set<String> actingMasterGroups = new HashSet<>();

    void register(TestBroker broker, Set<TopicConfig> registered) {
        TreeMap<Long, Member> known = groups.getOrDefault(broker.name(), new TreeMap<>());
        Member holder = known.get(broker.id());
        boolean isHeldByAnother = holder != null && !holder.address().equals(broker.address());
        if (isHeldByAnother && holder.version().stateVersion() > broker.version().stateVersion()) {
            remove(broker.name(), broker.key());
            return;
        }
        if (holder == null && registered.size() == 1) {
            return;
        }
        for (String name : Set.copyOf(groups.keySet())) {
            if (!name.equals(broker.name())) {
                remove(name, broker.key());
            }
        }
        DataVersion lastVersion = versionAt(known, broker.key());
        known.values().removeIf(member -> member.address().equals(broker.address()));
        known.put(broker.id(), new Member(broker.key(), broker.version()));
        groups.put(broker.name(), known);
        if (broker.enableActingMaster()) {
            actingMasterGroups.add(broker.name());
        } else {
            actingMasterGroups.remove(broker.name());
        }
        boolean decides =
                broker.id() == 0 || broker.knowsActingMaster() && known.firstKey() == broker.id();
        boolean takesAll = holder == null || !broker.version().equals(lastVersion);
        for (TopicConfig topic : registered) {
            boolean isStandIn = broker.id() != 0 && broker.enableActingMaster();
            Queues taken = new Queues(isStandIn ? topic.perm() & ~2 : topic.perm(), false);
            Queues present =
                    topics.getOrDefault(topic.topicName(), new TreeMap<>()).get(broker.name());
            boolean isOther = present == null || present.registeredPerm() != taken.registeredPerm();
            if (decides && (takesAll || isOther)) {
                topics.computeIfAbsent(topic.topicName(), name -> new TreeMap<>())
                        .put(broker.name(), taken);
            }
        }
    }

    private static DataVersion versionAt(TreeMap<Long, Member> group, BrokerAddress key) {
        return group.values().stream()
                .filter(member -> member.key().equals(key))
                .map(Member::version)
                .findFirst()
                .orElse(new DataVersion(-1, -1, -1));
    }

    void remove(String brokerName, BrokerAddress key) {
        TreeMap<Long, Member> group = groups.get(brokerName);
        if (group == null || !group.values().removeIf(member -> member.key().equals(key))) {
            return;
        }
        if (group.isEmpty()) {
            groups.remove(brokerName);
            actingMasterGroups.remove(brokerName);
            topics.values().forEach(brokers -> brokers.remove(brokerName));
            topics.values().removeIf(Map::isEmpty);
        } else if (actingMasterGroups.contains(brokerName) && !group.containsKey(0L)) {
            wipe(brokerName);
        }
    }

    void wipe(String brokerName) {
        for (TreeMap<String, Queues> brokers : topics.values()) {
            brokers.computeIfPresent(
                    brokerName, (name, queues) -> new Queues(queues.registeredPerm(), true));
        }
    }

    void deleteTopic(String topic) {
        topics.remove(topic);
    }

    /** What clients may do, by topic and broker. */
    Map<String, Map<String, Integer>> perms() {
        Map<String, Map<String, Integer>> perms = new TreeMap<>();
        topics.forEach(
                (topic, brokers) -> {
                    Map<String, Integer> seen = new TreeMap<>();
                    brokers.forEach((name, queues) -> seen.put(name, queues.perm()));
                    perms.put(topic, seen);
                });
        return perms;
    }
}
