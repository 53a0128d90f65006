package io.apogeemq.client.connection;

import io.apogeemq.client.error.ClientConfigException;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatData;
import io.apogeemq.remoting.protocol.heartbeat.ProducerData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The producers and consumers of one client, by group.
 *
 * <p>Threads: safe for any thread.
 */
final class ClientMembers {
    private final ConcurrentMap<String, Integer> producers = new ConcurrentHashMap<>(); // how many
    private final ConcurrentMap<String, ConsumerMember> consumers = new ConcurrentHashMap<>();

    void addProducer(String group) {
        producers.merge(group, 1, Integer::sum);
    }

    /** True when it was the last one of its group. */
    boolean removeProducer(String group) {
        return producers.computeIfPresent(group, (key, count) -> count == 1 ? null : count - 1)
                == null;
    }

    void addConsumer(ConsumerMember member) {
        if (consumers.putIfAbsent(member.group(), member) != null) {
            throw new ClientConfigException(
                    "this client already has a consumer of group '"
                            + member.group()
                            + "'; a second one of the same group needs connections of its own");
        }
    }

    boolean removeConsumer(ConsumerMember member) {
        return consumers.remove(member.group(), member);
    }

    Optional<ConsumerMember> consumer(String group) {
        return Optional.ofNullable(consumers.get(group));
    }

    boolean isEmpty() {
        return producers.isEmpty() && consumers.isEmpty();
    }

    boolean hasConsumers() {
        return !consumers.isEmpty();
    }

    List<String> producerGroups() {
        return List.copyOf(producers.keySet());
    }

    List<String> consumerGroups() {
        return List.copyOf(consumers.keySet());
    }

    /** What all of them tell the brokers together. */
    HeartbeatData heartbeat(String clientId) {
        List<ProducerData> producerData = new ArrayList<>();
        for (Map.Entry<String, Integer> producer : producers.entrySet()) {
            producerData.add(new ProducerData(producer.getKey()));
        }
        List<ConsumerData> consumerData = new ArrayList<>();
        for (ConsumerMember consumer : consumers.values()) {
            consumerData.add(consumer.heartbeatData());
        }
        // Peers always have this one: their consumers send retries through it.
        producerData.add(new ProducerData(GroupName.CLIENT_INNER_PRODUCER));
        return new HeartbeatData(clientId, producerData, consumerData, 0, false);
    }
}
