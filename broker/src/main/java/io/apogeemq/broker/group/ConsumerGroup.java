package io.apogeemq.broker.group;

import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.transport.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The connected members of one consumer group and what they subscribe to, at one moment.
 *
 * <p>The subscriptions are those of all members together; where two name the same topic the newer
 * version counts. So members that disagree do not take each other's topics away with every heartbeat,
 * as happens where only the last heartbeat counts.
 *
 * <p>Threads: immutable snapshot.
 */
public final class ConsumerGroup {
    /** What {@link ConsumerGroups#find} gives for a group without connected members. */
    public static final ConsumerGroup NOBODY =
            new ConsumerGroup(
                    "",
                    Map.of(),
                    ConsumeType.CONSUME_PASSIVELY,
                    MessageModel.CLUSTERING,
                    ConsumeFrom.CONSUME_FROM_LAST_OFFSET);

    private final String name;
    private final Map<Connection, ConsumerMember> members;
    private final Map<String, SubscriptionData> subscriptions;
    private final ConsumeType consumeType;
    private final MessageModel messageModel;
    private final ConsumeFrom consumeFrom;

    private ConsumerGroup(
            String name,
            Map<Connection, ConsumerMember> members,
            ConsumeType consumeType,
            MessageModel messageModel,
            ConsumeFrom consumeFrom) {
        this.name = name;
        this.members = Map.copyOf(members);
        this.subscriptions = merged(this.members.values());
        this.consumeType = consumeType;
        this.messageModel = messageModel;
        this.consumeFrom = consumeFrom;
    }

    private static Map<String, SubscriptionData> merged(Collection<ConsumerMember> members) {
        Map<String, SubscriptionData> byTopic = new HashMap<>();
        for (ConsumerMember member : members) {
            member.subscriptions()
                    .forEach((topic, data) -> byTopic.merge(topic, data, ConsumerMember::newer));
        }
        return Map.copyOf(byTopic);
    }

    public String name() {
        return name;
    }

    /** Whether anybody of the group is connected. */
    public boolean hasMembers() {
        return !members.isEmpty();
    }

    /** The connected members, in no order. */
    public Collection<ConsumerMember> members() {
        return members.values();
    }

    /** The subscription to a topic, or null when no member has one. Hot: asked by every pull. */
    public SubscriptionData subscriptionOrNull(String topic) {
        return subscriptions.get(topic);
    }

    /** Every subscription, by topic. */
    public Map<String, SubscriptionData> subscriptions() {
        return subscriptions;
    }

    public ConsumeType consumeType() {
        return consumeType;
    }

    public MessageModel messageModel() {
        return messageModel;
    }

    public boolean isBroadcasting() {
        return messageModel == MessageModel.BROADCASTING;
    }

    public ConsumeFrom consumeFrom() {
        return consumeFrom;
    }

    /** The client ids of the members, each once, sorted. */
    public List<String> clientIds() {
        TreeSet<String> ids = new TreeSet<>();
        for (ConsumerMember member : members.values()) {
            ids.add(member.clientId());
        }
        return List.copyOf(ids);
    }

    ConsumerMember memberOrNull(Connection connection) {
        return members.get(connection);
    }

    /** The group with this member, whose kind of consumption becomes the group's. */
    ConsumerGroup with(String groupName, ConsumerMember member) {
        Map<Connection, ConsumerMember> more = new HashMap<>(members);
        more.put(member.connection(), member);
        return new ConsumerGroup(
                groupName,
                more,
                member.data().consumeType(),
                member.data().messageModel(),
                member.data().consumeFromWhere());
    }

    /** The group without the member of that connection. */
    ConsumerGroup without(Connection connection) {
        Map<Connection, ConsumerMember> fewer = new HashMap<>(members);
        fewer.remove(connection);
        return new ConsumerGroup(name, fewer, consumeType, messageModel, consumeFrom);
    }

    /** Whether another snapshot asks for the same messages; versions of subscriptions do not matter. */
    boolean wantsTheSameAs(ConsumerGroup other) {
        if (!subscriptions.keySet().equals(other.subscriptions.keySet())) {
            return false;
        }
        for (SubscriptionData mine : subscriptions.values()) {
            if (!isSameExpression(mine, other.subscriptions.get(mine.topic()))) {
                return false;
            }
        }
        return true;
    }

    static boolean isSameExpression(SubscriptionData one, SubscriptionData other) {
        return one.expressionType().equals(other.expressionType())
                && one.subString().equals(other.subString());
    }

    /** Two members that want different messages of the group's topics, or an empty text. */
    String disagreement() {
        ConsumerMember first = null;
        for (ConsumerMember member : members.values()) {
            if (first == null) {
                first = member;
            } else if (!agree(first, member)) {
                return "'" + first.clientId() + "' and '" + member.clientId() + "'";
            }
        }
        return "";
    }

    private static boolean agree(ConsumerMember one, ConsumerMember other) {
        Map<String, SubscriptionData> mine = one.subscriptions();
        Map<String, SubscriptionData> its = other.subscriptions();
        if (!mine.keySet().equals(its.keySet())) {
            return false;
        }
        for (SubscriptionData data : mine.values()) {
            if (!isSameExpression(data, its.get(data.topic()))) {
                return false;
            }
        }
        return true;
    }
}
