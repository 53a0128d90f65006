package io.apogeemq.broker.pull;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.broker.filter.FilterTable;
import io.apogeemq.broker.group.ConsumerGroup;
import io.apogeemq.broker.group.ConsumerGroups;
import io.apogeemq.broker.group.GroupConfigs;
import io.apogeemq.broker.pull.PullRefused.Forbidder;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import io.apogeemq.remoting.transport.Connection;
import io.apogeemq.store.read.EntryFilter;

/**
 * Whether a pull is allowed, and what it wants. The order of the questions decides which error a
 * consumer sees: broker spec, "Pull" section 1; the numbers in the code are its rows.
 *
 * <p>Threads: safe for any thread; does not block. Errors: {@link PullRefused}.
 */
final class PullChecks {
    /** What the checks found out about a pull that is allowed. */
    record Admitted(EntryFilter filter, int topicSysFlag, int groupSysFlag) {}

    private final BrokerIdentity identity;
    private final PullConfig config;
    private final LiveConfig live;
    private final TopicConfigs topics;
    private final GroupConfigs groups;
    private final ConsumerGroups consumers;
    private final FilterTable filters;

    PullChecks(
            BrokerIdentity identity,
            PullConfig config,
            LiveConfig live,
            TopicConfigs topics,
            GroupConfigs groups,
            ConsumerGroups consumers,
            FilterTable filters) {
        this.identity = identity;
        this.config = config;
        this.live = live;
        this.topics = topics;
        this.groups = groups;
        this.consumers = consumers;
        this.filters = filters;
    }

    Admitted admit(PullMessageRequestHeader pull, boolean isLite, Connection connection) {
        requireBrokerAllows(isLite); // 1, 2
        SubscriptionGroupConfig group = requireGroup(pull.consumerGroup()); // 3, 4
        TopicConfig topic = requireTopic(pull.topic()); // 5, 6
        requireQueue(topic, pull.queueId(), connection); // 8
        EntryFilter filter =
                PullSysFlag.has(pull.sysFlag(), PullSysFlag.SUBSCRIPTION)
                        ? filters.filter(pull.expressionType(), pull.subscription()) // 9, 17
                        : filterOfHeartbeats(pull, group); // 10 to 17
        return new Admitted(filter, topic.topicSysFlag(), group.groupSysFlag());
    }

    private void requireBrokerAllows(boolean isLite) {
        if (!QueuePermission.isReadable(live.brokerPermission())) {
            throw new PullRefused(
                    ResponseCode.NO_PERMISSION,
                    Forbidder.BROKER,
                    "the broker["
                            + identity.address()
                            + "] pulling message is forbidden: brokerPermission has no read bit");
        }
        if (isLite && !config.litePull()) {
            throw new PullRefused(
                    ResponseCode.NO_PERMISSION,
                    Forbidder.BROKER,
                    "the broker["
                            + identity.address()
                            + "] for lite pull consumer is forbidden: litePullMessageEnable=false");
        }
    }

    private SubscriptionGroupConfig requireGroup(String name) {
        SubscriptionGroupConfig group = groups.findOrCreate(name);
        if (group == null) {
            throw new PullRefused(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group ["
                            + name
                            + "] does not exist, create it (mqadmin updateSubGroup)");
        }
        if (!group.consumeEnable()) {
            throw new PullRefused(
                    ResponseCode.NO_PERMISSION,
                    Forbidder.GROUP,
                    "subscription group no permission, " + name + " has consumeEnable=false");
        }
        return group;
    }

    private TopicConfig requireTopic(String name) {
        TopicConfig topic = topics.find(name).orElse(null);
        if (topic == null) {
            throw new PullRefused(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "topic[" + name + "] not exist, apply first please! ");
        }
        if (!topic.isReadable()) {
            throw new PullRefused(
                    ResponseCode.NO_PERMISSION,
                    Forbidder.TOPIC,
                    "the topic["
                            + name
                            + "] pulling message is forbidden: its permission is "
                            + QueuePermission.text(topic.perm()));
        }
        return topic;
    }

    private static void requireQueue(TopicConfig topic, int queueId, Connection connection) {
        if (queueId < 0 || queueId >= topic.readQueueNums()) {
            throw new PullRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "queueId["
                            + queueId
                            + "] is illegal, topic:["
                            + topic.topicName()
                            + "] topicConfig.readQueueNums:["
                            + topic.readQueueNums()
                            + "] consumer:["
                            + connection.remoteAddress().getAddress().getHostAddress()
                            + ":"
                            + connection.remoteAddress().getPort()
                            + "]");
        }
    }

    private EntryFilter filterOfHeartbeats(
            PullMessageRequestHeader pull, SubscriptionGroupConfig settings) {
        ConsumerGroup group = consumers.find(pull.consumerGroup());
        if (!group.hasMembers()) {
            throw new PullRefused(
                    ResponseCode.SUBSCRIPTION_NOT_EXIST, "the consumer's group info not exist");
        }
        if (group.isBroadcasting() && !settings.consumeBroadcastEnable()) {
            throw new PullRefused(
                    ResponseCode.NO_PERMISSION,
                    Forbidder.BROADCASTING,
                    "the consumer group["
                            + pull.consumerGroup()
                            + "] can not consume by broadcast way");
        }
        if (groups.isReadForbidden(pull.consumerGroup(), pull.topic())) {
            throw new PullRefused(
                    ResponseCode.NO_PERMISSION,
                    Forbidder.SUBSCRIPTION,
                    "the consumer group["
                            + pull.consumerGroup()
                            + "] is forbidden for topic["
                            + pull.topic()
                            + "]");
        }
        SubscriptionData subscription = group.subscriptionOrNull(pull.topic());
        if (subscription == null) {
            throw new PullRefused(
                    ResponseCode.SUBSCRIPTION_NOT_EXIST, "the consumer's subscription not exist");
        }
        if (subscription.subVersion() < pull.subVersion()) {
            throw new PullRefused(
                    ResponseCode.SUBSCRIPTION_NOT_LATEST, "the consumer's subscription not latest");
        }
        return subscription.classFilterMode()
                ? EntryFilter.ALL
                : filters.filter(subscription.expressionType(), subscription.subString());
    }
}
