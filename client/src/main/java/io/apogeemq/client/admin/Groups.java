package io.apogeemq.client.admin;

import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.ConsumeStats;
import io.apogeemq.remoting.protocol.admin.ConsumerRunningInfo;
import io.apogeemq.remoting.protocol.admin.GetConsumeStatsRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetConsumerRunningInfoRequestHeader;
import io.apogeemq.remoting.protocol.admin.QueueProgress;
import io.apogeemq.remoting.protocol.group.ConsumerConnection;
import io.apogeemq.remoting.protocol.group.DeleteSubscriptionGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetConsumerConnectionListRequestHeader;
import io.apogeemq.remoting.protocol.group.SubscriptionGroupConfigJson;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The consumer groups of a cluster: who is connected, how far they have come, creating, changing
 * and deleting them.
 *
 * <p>The brokers of a group are those with its retry topic, as for every tool of this protocol; as
 * long as there is none, all masters are asked.
 *
 * <p>Threads: safe for any thread; each operation waits for its answer.
 */
public final class Groups {
    private final AdminCalls calls;
    private final Cluster cluster;
    private final Topics topics;

    Groups(AdminCalls calls, Cluster cluster, Topics topics) {
        this.calls = calls;
        this.cluster = cluster;
        this.topics = topics;
    }

    /** The names of the groups that have a retry topic. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        for (String topic : topics.names()) {
            if (TopicName.isRetry(topic)) {
                names.add(topic.substring(TopicName.RETRY_PREFIX.length()));
            }
        }
        return names;
    }

    /** Creates the group on one broker, or changes it there. */
    public void update(String brokerAddress, SubscriptionGroupConfig config) {
        calls.ask(
                "creation of group '" + config.groupName() + "'",
                brokerAddress,
                RemotingCommand.request(
                        RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP,
                        CommandHeader.EMPTY,
                        SubscriptionGroupConfigJson.toJson(config)));
    }

    /**
     * Deletes the group on one broker. Its retry and dead-letter topics are topics: {@link
     * Topics#delete}.
     *
     * @param withOffsets whether the group's progress is forgotten too
     */
    public void delete(String brokerAddress, String group, boolean withOffsets) {
        calls.ask(
                "deletion of group '" + group + "'",
                brokerAddress,
                RemotingCommand.request(
                        RequestCode.DELETE_SUBSCRIPTIONGROUP,
                        new DeleteSubscriptionGroupRequestHeader(group, withOffsets)));
    }

    /** The brokers to ask for a group. */
    public List<String> brokerAddresses(String group) {
        Optional<TopicRouteData> retryTopic = topics.findRoute(GroupName.retryTopic(group));
        if (retryTopic.isPresent()) {
            return retryTopic.get().brokerDatas().stream()
                    .filter(broker -> !broker.brokerAddrs().isEmpty())
                    .map(Topics::addressOf)
                    .toList();
        }
        return cluster.masters().stream().map(BrokerNode::address).toList();
    }

    /** The members of a group as the first broker with members knows them; empty: none is online. */
    public Optional<ConsumerConnection> members(String group) {
        for (String address : brokerAddresses(group)) {
            Optional<ConsumerConnection> members = members(address, group);
            if (members.isPresent()) {
                return members;
            }
        }
        return Optional.empty();
    }

    /** The members of a group that are connected to one broker; empty: none. */
    public Optional<ConsumerConnection> members(String brokerAddress, String group) {
        try {
            return Optional.of(
                    ConsumerConnection.fromJson(
                            calls.ask(
                                            "the members of group '" + group + "'",
                                            brokerAddress,
                                            RemotingCommand.request(
                                                    RequestCode.GET_CONSUMER_CONNECTION_LIST,
                                                    new GetConsumerConnectionListRequestHeader(
                                                            group)))
                                    .body()));
        } catch (BrokerRefusedException e) {
            if (e.code() == ResponseCode.CONSUMER_NOT_ONLINE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** How far a group has come in every queue that it has an offset in, on all brokers. */
    public ConsumeStats progress(String group) {
        return progress(group, "", brokerAddresses(group));
    }

    /** How far a group has come in the queues of one topic. */
    public ConsumeStats progress(String group, String topic) {
        return progress(
                group,
                topic,
                topics.route(topic).brokerDatas().stream().map(Topics::addressOf).toList());
    }

    /** How far a group has come in every queue on the brokers of one cluster. */
    public ConsumeStats progressInCluster(String group, String clusterName) {
        return progress(
                group, "", cluster.masters(clusterName).stream().map(BrokerNode::address).toList());
    }

    private ConsumeStats progress(String group, String topic, List<String> addresses) {
        SortedMap<MessageQueue, QueueProgress> queues = new TreeMap<>();
        double tps = 0;
        for (String address : addresses) {
            ConsumeStats part = progressOn(address, group, topic);
            queues.putAll(part.offsetTable());
            tps += part.consumeTps();
        }
        return new ConsumeStats(queues, tps);
    }

    /** A broker that the group never used knows neither the group nor the topic: no queues. */
    private ConsumeStats progressOn(String address, String group, String topic) {
        try {
            return ConsumeStats.fromJson(
                    calls.ask(
                                    "the progress of group '" + group + "'",
                                    address,
                                    RemotingCommand.request(
                                            RequestCode.GET_CONSUME_STATS,
                                            new GetConsumeStatsRequestHeader(group, topic, "")))
                            .body());
        } catch (BrokerRefusedException e) {
            if (e.code() == ResponseCode.CONSUMER_NOT_ONLINE
                    || e.code() == ResponseCode.TOPIC_NOT_EXIST
                    || e.code() == ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST) {
                return new ConsumeStats(new TreeMap<>(), 0);
            }
            throw e;
        }
    }

    /**
     * What one member of a group says of itself, asked through a broker.
     *
     * @throws NotFoundException when that client is not connected
     */
    public ConsumerRunningInfo runningInfo(String group, String clientId) {
        for (String address : brokerAddresses(group)) {
            Optional<ConsumerConnection> members = members(address, group);
            boolean isThere =
                    members.isPresent()
                            && members.get().connectionSet().stream()
                                    .anyMatch(client -> client.clientId().equals(clientId));
            if (isThere) {
                return ConsumerRunningInfo.fromJson(
                        calls.ask(
                                        "the state of client '" + clientId + "'",
                                        address,
                                        RemotingCommand.request(
                                                RequestCode.GET_CONSUMER_RUNNING_INFO,
                                                new GetConsumerRunningInfoRequestHeader(
                                                        group, clientId, false)))
                                .body());
            }
        }
        throw new NotFoundException(
                "client '"
                        + clientId
                        + "' of group '"
                        + group
                        + "' is not connected to any broker");
    }
}
