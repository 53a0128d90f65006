package io.apogeemq.namesrv.route;

import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.protocol.namesrv.ClusterInfo;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicQueueMapping;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The whole registry at one moment. Every broker name that a topic is on has a group with at least
 * one member.
 *
 * <p>Threads: immutable.
 */
final class RouteSnapshot {
    static final RouteSnapshot EMPTY = new RouteSnapshot(new TreeMap<>(), TopicIndex.EMPTY);

    private final SortedMap<String, BrokerGroup> groups; // by broker name
    private final TopicIndex topics;

    private RouteSnapshot(SortedMap<String, BrokerGroup> groups, TopicIndex topics) {
        this.groups = Collections.unmodifiableSortedMap(groups);
        this.topics = topics;
    }

    SortedMap<String, BrokerGroup> groups() {
        return groups;
    }

    TopicIndex topics() {
        return topics;
    }

    boolean hasBrokers() {
        return !groups.isEmpty();
    }

    Optional<BrokerGroup> group(String brokerName) {
        return Optional.ofNullable(groups.get(brokerName));
    }

    BrokerGroup requireGroup(String brokerName) {
        BrokerGroup group = groups.get(brokerName);
        if (group == null) {
            throw new IllegalStateException("broker '" + brokerName + "' has topics but no member");
        }
        return group;
    }

    /** With the group as it is now; one without members is dropped. */
    RouteSnapshot with(BrokerGroup group, TopicIndex changedTopics) {
        String name = group.data().brokerName();
        boolean isSame =
                group.equals(groups.get(name)) || group.isEmpty() && !groups.containsKey(name);
        if (isSame) {
            return with(changedTopics);
        }
        SortedMap<String, BrokerGroup> changed = new TreeMap<>(groups);
        if (group.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, group);
        }
        return new RouteSnapshot(changed, changedTopics);
    }

    RouteSnapshot with(TopicIndex changedTopics) {
        return changedTopics.equals(topics) ? this : new RouteSnapshot(groups, changedTopics);
    }

    /** The names of all topics that the condition holds for, in order. */
    SortedSet<String> topicNames(Predicate<TopicPlacement> wanted) {
        SortedSet<String> names = new TreeSet<>();
        topics.forEach(
                topic -> {
                    if (wanted.test(topic)) {
                        names.add(topic.topic());
                    }
                });
        return names;
    }

    /** Which broker names each cluster has. */
    SortedMap<String, List<String>> clusters() {
        SortedMap<String, List<String>> clusters = new TreeMap<>();
        groups.forEach(
                (name, group) ->
                        clusters.computeIfAbsent(group.cluster(), c -> new ArrayList<>())
                                .add(name));
        return clusters;
    }

    ClusterInfo clusterInfo() {
        Map<String, BrokerData> brokers = new HashMap<>();
        groups.forEach((name, group) -> brokers.put(name, group.data()));
        return new ClusterInfo(brokers, clusters());
    }

    TopicRouteData route(TopicPlacement topic, RouteView view) {
        List<QueueData> queues = new ArrayList<>();
        List<BrokerData> brokers = new ArrayList<>();
        Map<String, List<String>> filterServers = new HashMap<>();
        Map<String, TopicQueueMapping> mappings = new HashMap<>();
        topic.byBroker()
                .forEach(
                        (name, placed) -> {
                            BrokerGroup group = requireGroup(name);
                            QueueData queuesHere = placed.queues();
                            queues.add(queuesHere);
                            brokers.add(seenGroup(topic, group, queuesHere, view));
                            filterServers.putAll(group.filterServers());
                            placed.mapping().ifPresent(mapping -> mappings.put(name, mapping));
                        });
        return new TopicRouteData(view.orderConf(), queues, brokers, filterServers, mappings);
    }

    private static BrokerData seenGroup(
            TopicPlacement topic, BrokerGroup group, QueueData queues, RouteView view) {
        boolean needsActingMaster =
                view.withActingMaster()
                        && group.data().enableActingMaster()
                        && !group.hasMaster()
                        && !QueuePermission.isWritable(queues.perm())
                        && !topic.topic().startsWith(TopicName.SYNC_MEMBER_PREFIX);
        return needsActingMaster ? group.withActingMaster() : group.data();
    }
}
