package io.apogeemq.broker.topic;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The topics that a broker keeps for itself: those that exist from the start, and the names that
 * nobody may create, change or delete. Source: broker spec, "Topics" section 4.
 *
 * <p>Threads: immutable.
 */
public final class SystemTopics {
    private static final int CLUSTER_TOPIC_QUEUES = 16;

    private final BrokerIdentity identity;
    private final TopicRules rules;
    private final Set<String> names;

    public SystemTopics(BrokerIdentity identity, TopicRules rules) {
        this.identity = identity;
        this.rules = rules;
        this.names = names(identity, rules);
    }

    /** Whether the broker keeps the name for itself. */
    public boolean contains(String topic) {
        return names.contains(topic) || TopicName.isSystem(topic);
    }

    /** Every such name, whether the topic exists here or not. */
    public Set<String> names() {
        return names;
    }

    /** The topics that exist from the start. */
    public List<TopicConfig> initial(boolean autoCreateTopics) {
        List<TopicConfig> topics = new ArrayList<>();
        if (autoCreateTopics) {
            topics.add(template());
        }
        topics.add(TopicConfig.of(TopicName.SELF_TEST, 1, 1, QueuePermission.READ_WRITE));
        topics.add(
                TopicConfig.of(
                        identity.clusterName(),
                        CLUSTER_TOPIC_QUEUES,
                        CLUSTER_TOPIC_QUEUES,
                        inheritable(rules.clusterTopicSendable())));
        topics.add(
                TopicConfig.of(
                        identity.brokerName(), 1, 1, inheritable(rules.brokerTopicSendable())));
        topics.add(
                TopicConfig.of(
                        TopicName.replyTopic(identity.clusterName()),
                        1,
                        1,
                        QueuePermission.READ_WRITE));
        if (rules.traceTopicEnabled()) {
            topics.add(TopicConfig.of(rules.traceTopic(), 1, 1, QueuePermission.READ_WRITE));
        }
        return topics;
    }

    /** The topic that sending creates others from. */
    public TopicConfig template() {
        return TopicConfig.of(
                TopicName.AUTO_CREATE_TEMPLATE,
                rules.defaultQueueNums(),
                rules.defaultQueueNums(),
                inheritable(true));
    }

    private static int inheritable(boolean sendable) {
        return sendable
                ? QueuePermission.INHERIT | QueuePermission.READ_WRITE
                : QueuePermission.INHERIT;
    }

    private static Set<String> names(BrokerIdentity identity, TopicRules rules) {
        Set<String> names = new LinkedHashSet<>();
        names.add(TopicName.AUTO_CREATE_TEMPLATE);
        names.add(TopicName.SCHEDULE);
        names.add(TopicName.BENCHMARK);
        names.add(TopicName.TRANSACTION_HALF);
        names.add(TopicName.TRANSACTION_OP);
        names.add(TopicName.TRACE);
        names.add(rules.traceTopic());
        names.add(TopicName.TRANSACTION_CHECK_EXHAUSTED);
        names.add(TopicName.SELF_TEST);
        names.add(TopicName.OFFSET_MOVED_EVENT);
        names.add(TopicName.CHECKPOINT);
        names.add(TopicName.TIMER_WHEEL);
        names.add(identity.clusterName());
        names.add(identity.brokerName());
        names.add(TopicName.replyTopic(identity.clusterName()));
        names.add(TopicName.REVIVE_LOG_PREFIX + identity.clusterName());
        names.add(TopicName.SYNC_MEMBER_PREFIX + identity.brokerName());
        return Collections.unmodifiableSet(names);
    }
}
