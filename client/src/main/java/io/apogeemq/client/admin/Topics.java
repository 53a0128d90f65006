package io.apogeemq.client.admin;

import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.QueryTopicConsumeByWhoRequestHeader;
import io.apogeemq.remoting.protocol.group.GroupList;
import io.apogeemq.remoting.protocol.namesrv.DeleteTopicInNamesrvRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.GetKvConfigRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.GetKvConfigResponseHeader;
import io.apogeemq.remoting.protocol.namesrv.PutKvConfigRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.GetRouteInfoRequestHeader;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.protocol.topic.CreateTopicRequestHeader;
import io.apogeemq.remoting.protocol.topic.DeleteTopicRequestHeader;
import io.apogeemq.remoting.protocol.topic.GetTopicStatsInfoRequestHeader;
import io.apogeemq.remoting.protocol.topic.TopicOffset;
import io.apogeemq.remoting.protocol.topic.TopicStatsTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The topics of a cluster: where they are, how full their queues are, creating, changing and
 * deleting them.
 *
 * <p>A topic is changed on one broker at a time, which registers it at the NameServers. It is deleted
 * on the brokers first and then at every NameServer, so that no client is sent there meanwhile.
 *
 * <p>Threads: safe for any thread; each operation waits for its answer.
 */
public final class Topics {
    private static final String ORDER_NAMESPACE = "ORDER_TOPIC_CONFIG";

    private final AdminCalls calls;

    Topics(AdminCalls calls) {
        this.calls = calls;
    }

    /** The names of all topics, the product's own included. */
    public SortedSet<String> names() {
        return new TreeSet<>(
                TopicList.fromJson(
                                calls.askNameServers(
                                                "the list of topics",
                                                () ->
                                                        RemotingCommand.request(
                                                                RequestCode
                                                                        .GET_ALL_TOPIC_LIST_FROM_NAMESERVER,
                                                                CommandHeader.EMPTY))
                                        .body())
                        .topicList());
    }

    /** Where a topic is; empty when no NameServer knows it. */
    public Optional<TopicRouteData> findRoute(String topic) {
        RemotingCommand response =
                calls.answerOfNameServers(
                        "the route of topic '" + topic + "'",
                        () ->
                                RemotingCommand.request(
                                        RequestCode.GET_ROUTEINFO_BY_TOPIC,
                                        new GetRouteInfoRequestHeader(topic, true, "", false)));
        try {
            if (response.code() == ResponseCode.TOPIC_NOT_EXIST) {
                return Optional.empty();
            }
            if (response.code() != ResponseCode.SUCCESS) {
                throw new BrokerRefusedException(
                        "the route of topic '" + topic + "'",
                        calls.nameServers(),
                        response.code(),
                        response.remark());
            }
            return Optional.of(TopicRouteData.fromJson(response.bodyBytes()));
        } finally {
            response.release();
        }
    }

    /**
     * Where a topic is.
     *
     * @throws NotFoundException when no NameServer knows it
     */
    public TopicRouteData route(String topic) {
        return findRoute(topic)
                .orElseThrow(
                        () ->
                                new NotFoundException(
                                        "topic '"
                                                + topic
                                                + "' does not exist: the NameServers '"
                                                + calls.nameServers()
                                                + "' know no broker that has it; create it with"
                                                + " 'mqadmin updateTopic'"));
    }

    /** Creates the topic on one broker, or changes it there. */
    public void update(String brokerAddress, TopicConfig config) {
        StringJoiner attributes = new StringJoiner(",");
        new TreeMap<>(config.attributes())
                .forEach((name, value) -> attributes.add("+" + name + "=" + value));
        update(brokerAddress, config, attributes.toString());
    }

    /**
     * Creates the topic on one broker, or changes it there.
     *
     * @param attributeChanges {@code +name=value,-name}; the attributes of the config are not looked at
     */
    public void update(String brokerAddress, TopicConfig config, String attributeChanges) {
        calls.ask(
                "creation of topic '" + config.topicName() + "'",
                brokerAddress,
                RemotingCommand.request(
                        RequestCode.UPDATE_AND_CREATE_TOPIC,
                        new CreateTopicRequestHeader(
                                config.topicName(),
                                TopicName.AUTO_CREATE_TEMPLATE,
                                config.readQueueNums(),
                                config.writeQueueNums(),
                                config.perm(),
                                config.topicFilterType().name(),
                                config.topicSysFlag(),
                                config.order(),
                                attributeChanges,
                                false)));
    }

    /** Deletes the topic on one broker, with its queues and the offsets of its groups. */
    public void delete(String brokerAddress, String topic) {
        calls.ask(
                "deletion of topic '" + topic + "'",
                brokerAddress,
                RemotingCommand.request(
                        RequestCode.DELETE_TOPIC_IN_BROKER, new DeleteTopicRequestHeader(topic)));
    }

    /**
     * Takes the topic out of the routes of every NameServer.
     *
     * @param clusterName empty: in all clusters
     */
    public void deleteRoute(String clusterName, String topic) {
        calls.tellNameServers(
                "deletion of the route of topic '" + topic + "'",
                () ->
                        RemotingCommand.request(
                                RequestCode.DELETE_TOPIC_IN_NAMESRV,
                                new DeleteTopicInNamesrvRequestHeader(topic, clusterName)));
    }

    /**
     * The extent of every queue, and the rate of messages that come in.
     *
     * @throws NotFoundException when no NameServer knows the topic
     */
    public TopicStatsTable stats(String topic) {
        return stats(topic, route(topic).brokerDatas());
    }

    /** As {@link #stats(String)}, of the brokers of one cluster alone. */
    public TopicStatsTable statsInCluster(String topic, String clusterName) {
        return stats(topic, brokers(topic, Optional.of(clusterName)));
    }

    /**
     * The brokers that have the topic, all or those of one cluster.
     *
     * @throws NotFoundException when there is none
     */
    List<BrokerData> brokers(String topic, Optional<String> cluster) {
        List<BrokerData> brokers =
                route(topic).brokerDatas().stream()
                        .filter(
                                broker ->
                                        cluster.isEmpty() || broker.cluster().equals(cluster.get()))
                        .toList();
        if (brokers.isEmpty()) {
            throw new NotFoundException(
                    "topic '"
                            + topic
                            + "' is on no broker"
                            + cluster.map(name -> " of cluster '" + name + "'").orElse(""));
        }
        return brokers;
    }

    private TopicStatsTable stats(String topic, List<BrokerData> brokers) {
        SortedMap<MessageQueue, TopicOffset> queues = new TreeMap<>();
        double putTps = 0;
        for (BrokerData broker : brokers) {
            TopicStatsTable part =
                    TopicStatsTable.fromJson(
                            calls.ask(
                                            "the state of topic '" + topic + "'",
                                            addressOf(broker),
                                            RemotingCommand.request(
                                                    RequestCode.GET_TOPIC_STATS_INFO,
                                                    new GetTopicStatsInfoRequestHeader(topic)))
                                    .body());
            queues.putAll(part.offsetTable());
            putTps += part.topicPutTps();
        }
        return new TopicStatsTable(queues, putTps);
    }

    /** The groups that consume the topic or have an offset in it; empty for an unknown topic. */
    public SortedSet<String> groups(String topic) {
        SortedSet<String> groups = new TreeSet<>();
        List<BrokerData> brokers =
                findRoute(topic).map(TopicRouteData::brokerDatas).orElse(List.of());
        for (BrokerData broker : brokers) {
            groups.addAll(
                    GroupList.fromJson(
                                    calls.ask(
                                                    "the groups of topic '" + topic + "'",
                                                    addressOf(broker),
                                                    RemotingCommand.request(
                                                            RequestCode.QUERY_TOPIC_CONSUME_BY_WHO,
                                                            new QueryTopicConsumeByWhoRequestHeader(
                                                                    topic)))
                                            .body())
                            .groupList());
        }
        return groups;
    }

    /**
     * Fixes, at every NameServer, how many queues producers of ordered messages see on these brokers;
     * what is fixed for other brokers stays.
     *
     * @return the whole order configuration, {@code broker:queues;broker:queues}
     */
    public String mergeOrder(String topic, Map<String, Integer> queuesByBroker) {
        Map<String, String> merged = new LinkedHashMap<>();
        for (String entry : orderOf(topic).split(";", -1)) {
            int colon = entry.lastIndexOf(':');
            if (colon > 0) {
                merged.put(entry.substring(0, colon), entry.substring(colon + 1));
            }
        }
        new TreeMap<>(queuesByBroker)
                .forEach((broker, queues) -> merged.put(broker, queues.toString()));
        StringJoiner text = new StringJoiner(";");
        merged.forEach((broker, queues) -> text.add(broker + ":" + queues));
        calls.tellNameServers(
                "the order configuration of topic '" + topic + "'",
                () ->
                        RemotingCommand.request(
                                RequestCode.PUT_KV_CONFIG,
                                new PutKvConfigRequestHeader(
                                        ORDER_NAMESPACE, topic, text.toString())));
        return text.toString();
    }

    private String orderOf(String topic) {
        String what = "the order configuration of topic '" + topic + "'";
        RemotingCommand response =
                calls.answerOfNameServers(
                        what,
                        () ->
                                RemotingCommand.request(
                                        RequestCode.GET_KV_CONFIG,
                                        new GetKvConfigRequestHeader(ORDER_NAMESPACE, topic)));
        try {
            if (response.code() == ResponseCode.QUERY_NOT_FOUND) {
                return "";
            }
            if (response.code() != ResponseCode.SUCCESS) {
                throw new BrokerRefusedException(
                        what, calls.nameServers(), response.code(), response.remark());
            }
            return GetKvConfigResponseHeader.read(response.fields()).value();
        } finally {
            response.release();
        }
    }

    /** The master, or while there is none the slave with the lowest id. */
    static String addressOf(BrokerData broker) {
        if (broker.brokerAddrs().isEmpty()) {
            throw new NotFoundException(
                    "broker '" + broker.brokerName() + "' has no address that is registered");
        }
        return broker.brokerAddrs().get(broker.brokerAddrs().firstKey());
    }
}
