package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.broker.group.ConsumerGroup;
import io.apogeemq.broker.group.ConsumerGroups;
import io.apogeemq.broker.offset.ConsumerOffsets;
import io.apogeemq.broker.stats.BrokerStats;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.ConsumeStats;
import io.apogeemq.remoting.protocol.admin.GetConsumeStatsRequestHeader;
import io.apogeemq.remoting.protocol.admin.QuerySubscriptionByConsumerRequestHeader;
import io.apogeemq.remoting.protocol.admin.QueryTopicConsumeByWhoRequestHeader;
import io.apogeemq.remoting.protocol.admin.QueryTopicsByConsumerRequestHeader;
import io.apogeemq.remoting.protocol.admin.QueueProgress;
import io.apogeemq.remoting.protocol.admin.SubscriptionOfGroup;
import io.apogeemq.remoting.protocol.group.GroupList;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.store.MessageStore;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Who consumes what, and how far it is: progress of a group (208), groups of a topic (300), topics of
 * a group (343), a group's subscription to a topic (345). Reads only: no question changes an offset.
 *
 * <p>Threads: the admin executor.
 */
public final class ProgressAdmin {
    private final ConsumerGroups consumers;
    private final ConsumerOffsets offsets;
    private final TopicConfigs topics;
    private final MessageStore store;
    private final BrokerStats stats;
    private final BrokerIdentity identity;

    /** Answers from the tables and the store. */
    public ProgressAdmin(
            ConsumerGroups consumers,
            ConsumerOffsets offsets,
            TopicConfigs topics,
            MessageStore store,
            BrokerStats stats,
            BrokerIdentity identity) {
        this.consumers = requireNonNull(consumers, "consumers");
        this.offsets = requireNonNull(offsets, "offsets");
        this.topics = requireNonNull(topics, "topics");
        this.store = requireNonNull(store, "store");
        this.stats = requireNonNull(stats, "stats");
        this.identity = requireNonNull(identity, "identity");
    }

    /** Handles GET_CONSUME_STATS (208). */
    public void consumeStats(RemotingCommand request, Reply reply) {
        var header = GetConsumeStatsRequestHeader.read(request.fields());
        String group = header.consumerGroup();
        SortedMap<MessageQueue, QueueProgress> table = new TreeMap<>();
        double consumeTps = 0;
        for (String topic : wantedTopics(header)) {
            Optional<TopicConfig> config = topics.find(topic);
            if (config.isPresent()) {
                addProgress(group, config.get(), table);
                consumeTps += stats.consumeRate(group, topic);
            }
        }
        Answers.body(reply, new ConsumeStats(table, consumeTps));
    }

    private Collection<String> wantedTopics(GetConsumeStatsRequestHeader header) {
        if (!header.topic().isEmpty()) {
            return List.of(header.topic());
        }
        if (!header.topicList().isEmpty()) {
            return List.of(header.topicList().split(";"));
        }
        SortedSet<String> withOffsets = offsets.topicsOf(header.consumerGroup());
        ConsumerGroup group = consumers.find(header.consumerGroup());
        if (!group.subscriptions().isEmpty()) {
            withOffsets.retainAll(group.subscriptions().keySet()); // what it left is no backlog
        }
        return withOffsets;
    }

    private void addProgress(
            String group, TopicConfig topic, SortedMap<MessageQueue, QueueProgress> table) {
        for (int queueId = 0; queueId < topic.readQueueNums(); queueId++) {
            String name = topic.topicName();
            long consumed = Math.max(offsets.committed(group, name, queueId), 0);
            long lastTimestamp =
                    consumed == 0 ? 0 : store.storeTimestamp(name, queueId, consumed - 1);
            table.put(
                    new MessageQueue(name, identity.brokerName(), queueId),
                    new QueueProgress(
                            Math.max(store.maxOffset(name, queueId), 0),
                            consumed,
                            Math.max(lastTimestamp, 0),
                            Math.max(offsets.pulled(group, name, queueId), 0)));
        }
    }

    /** Handles QUERY_TOPIC_CONSUME_BY_WHO (300): connected groups, and those that were. */
    public void groupsOfTopic(RemotingCommand request, Reply reply) {
        String topic = QueryTopicConsumeByWhoRequestHeader.read(request.fields()).topic();
        SortedSet<String> groups = consumers.groupsSubscribedTo(topic);
        groups.addAll(offsets.groupsOf(topic));
        Answers.body(reply, new GroupList(List.copyOf(groups)));
    }

    /** Handles QUERY_TOPICS_BY_CONSUMER (343). */
    public void topicsOfGroup(RemotingCommand request, Reply reply) {
        String group = QueryTopicsByConsumerRequestHeader.read(request.fields()).group();
        SortedSet<String> found = offsets.topicsOf(group);
        found.addAll(consumers.find(group).subscriptions().keySet());
        Answers.body(reply, new TopicList(List.copyOf(found), identity.address()));
    }

    /** Handles QUERY_SUBSCRIPTION_BY_CONSUMER (345). */
    public void subscription(RemotingCommand request, Reply reply) {
        var header = QuerySubscriptionByConsumerRequestHeader.read(request.fields());
        Answers.body(
                reply,
                new SubscriptionOfGroup(
                        header.group(),
                        header.topic(),
                        Optional.ofNullable(
                                consumers
                                        .find(header.group())
                                        .subscriptionOrNull(header.topic()))));
    }
}
