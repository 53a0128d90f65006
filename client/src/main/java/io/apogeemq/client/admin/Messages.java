package io.apogeemq.client.admin;

import io.apogeemq.client.admin.MessageTrack.Outcome;
import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.MessageId;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyRequestHeader;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyResult;
import io.apogeemq.remoting.protocol.admin.QueueProgress;
import io.apogeemq.remoting.protocol.group.ConsumerConnection;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.protocol.query.QueryMessageRequestHeader;
import io.apogeemq.remoting.protocol.query.ViewMessageRequestHeader;
import io.apogeemq.remoting.protocol.route.BrokerData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Single messages of a cluster: by the place where they are stored, by key, by the id their producer
 * gave them; and what the groups of their topic made of them.
 *
 * <p>Every broker of the topic is asked for a key. That there is no such message is said only when all
 * of them said so.
 *
 * <p>Threads: safe for any thread; each operation waits for its answer.
 */
public final class Messages {
    private static final Comparator<LocatedMessage> OLDEST_FIRST =
            Comparator.comparingLong(it -> it.message().storeTimestamp());

    private final AdminCalls calls;
    private final Topics topics;
    private final Groups groups;

    Messages(AdminCalls calls, Topics topics, Groups groups) {
        this.calls = calls;
        this.topics = topics;
        this.groups = groups;
    }

    /**
     * The message at the place that its offset id says.
     *
     * @throws NotFoundException when the topic is not there, or no message starts at that place
     * @throws ServerUnreachableException when the broker in the id does not answer
     */
    public LocatedMessage at(String topic, MessageId id) {
        List<BrokerData> brokers = topics.route(topic).brokerDatas();
        String address = addressOf(id);
        byte[] record = recordAt(topic, id, address);
        String brokerName =
                brokers.stream()
                        .filter(broker -> broker.brokerAddrs().containsValue(address))
                        .map(BrokerData::brokerName)
                        .findFirst()
                        .orElse(address);
        return new LocatedMessage(brokerName, RecordDecoder.decode(ByteBuffer.wrap(record)));
    }

    private byte[] recordAt(String topic, MessageId id, String address) {
        try {
            return calls.ask(
                            "a look at the message '" + id + "'",
                            address,
                            RemotingCommand.request(
                                    RequestCode.VIEW_MESSAGE_BY_ID,
                                    new ViewMessageRequestHeader(topic, id.physicalOffset())))
                    .body();
        } catch (BrokerRefusedException e) {
            if (e.code() == ResponseCode.SYSTEM_ERROR) { // what brokers say of a wrong place
                throw new NotFoundException(
                        "no message '"
                                + id
                                + "': broker '"
                                + address
                                + "' says '"
                                + e.remark()
                                + "'; the id is wrong, or the message was deleted because of its"
                                + " age");
            }
            throw e;
        }
    }

    /** The newest messages with a key that their application or their producer gave. */
    public KeyMatches byKey(KeySearch search, String key) {
        return query(
                search,
                key,
                false,
                "K",
                message -> message.keys().contains(key) || hasUniqueKey(message, key),
                "key '" + key + "'");
    }

    /** The newest messages with a tag; not every broker can find them. */
    public KeyMatches byTag(KeySearch search, String tag) {
        return query(
                search,
                tag,
                false,
                "T",
                message -> message.tags().filter(tag::equals).isPresent(),
                "tag '" + tag + "'");
    }

    /**
     * The messages with an id that a producer gave: more than one when it sent again what a broker
     * had taken.
     */
    public KeyMatches byUniqueKey(KeySearch search, String uniqueKey) {
        return query(
                search,
                uniqueKey,
                true,
                "",
                message -> hasUniqueKey(message, uniqueKey),
                "id '" + uniqueKey + "'");
    }

    private static boolean hasUniqueKey(MessageExt message, String key) {
        return message.property(PropertyKeys.UNIQUE_KEY).filter(key::equals).isPresent();
    }

    private KeyMatches query(
            KeySearch search,
            String key,
            boolean isUniqueKey,
            String indexType,
            Predicate<MessageExt> isMeant,
            String words) {
        QueryMessageRequestHeader header =
                new QueryMessageRequestHeader(
                        search.topic(),
                        key,
                        search.mostMessages(),
                        search.beginMillis(),
                        search.endMillis(),
                        isUniqueKey,
                        indexType);
        List<LocatedMessage> found = new ArrayList<>();
        List<MqException> failures = new ArrayList<>();
        SortedMap<String, String> unanswered = new TreeMap<>();
        List<String> noes = new ArrayList<>();
        for (BrokerData broker : topics.brokers(search.topic(), search.cluster())) {
            try {
                messagesOn(broker, header, words).stream()
                        .filter(isMeant) // a peer's index knows hashes of keys
                        .forEach(it -> found.add(new LocatedMessage(broker.brokerName(), it)));
            } catch (NotFoundException e) {
                noes.add(e.getMessage());
            } catch (MqException e) {
                failures.add(e);
                unanswered.put(broker.brokerName(), e.getMessage());
            }
        }
        if (found.isEmpty() && !failures.isEmpty()) {
            throw failures.get(0);
        }
        if (found.isEmpty()) {
            throw new NotFoundException(
                    "no message with the "
                            + words
                            + " was found in topic '"
                            + search.topic()
                            + "'"
                            + (noes.isEmpty() ? "" : ": " + String.join("; ", noes))
                            + "; look at the spelling and the span of time, and whether messages of"
                            + " that time are still kept ('mqadmin topicStatus')");
        }
        found.sort(OLDEST_FIRST);
        int surplus = Math.max(0, found.size() - search.mostMessages());
        return new KeyMatches(found.subList(surplus, found.size()), unanswered);
    }

    private List<MessageExt> messagesOn(
            BrokerData broker, QueryMessageRequestHeader header, String words) {
        String what = "the search for the " + words + " in topic '" + header.topic() + "'";
        String address = Topics.addressOf(broker);
        try {
            return RecordDecoder.decodeAll(
                    calls.ask(
                                    what,
                                    address,
                                    RemotingCommand.request(RequestCode.QUERY_MESSAGE, header))
                            .body());
        } catch (BrokerRefusedException e) {
            if (e.code() == ResponseCode.QUERY_NOT_FOUND) {
                throw new NotFoundException(
                        "broker '" + broker.brokerName() + "' says '" + e.remark() + "'");
            }
            throw e;
        }
    }

    /**
     * Lets a connected member of a group consume a message again, aside from its queues: nobody's offset
     * moves.
     *
     * @return what the member made of it
     * @throws BrokerRefusedException when that client is not connected, or takes too long
     */
    public ConsumeMessageDirectlyResult consumeDirectly(
            LocatedMessage located, String group, String clientId) {
        MessageExt message = located.message();
        MessageId id = MessageId.parse(message.offsetMsgId());
        return ConsumeMessageDirectlyResult.fromJson(
                calls.ask(
                                "the delivery of message '"
                                        + id
                                        + "' to client '"
                                        + clientId
                                        + "' of group '"
                                        + group
                                        + "'",
                                addressOf(id),
                                RemotingCommand.request(
                                        RequestCode.CONSUME_MESSAGE_DIRECTLY,
                                        new ConsumeMessageDirectlyRequestHeader(
                                                group,
                                                clientId,
                                                id.text(),
                                                located.brokerName(),
                                                message.topic(),
                                                0,
                                                0)))
                        .body());
    }

    private static String addressOf(MessageId id) {
        return id.address().getHostAddress() + ":" + id.port();
    }

    /** What each group that has an offset in the message's topic made of it, by the group's name. */
    public List<MessageTrack> tracks(LocatedMessage located) {
        List<MessageTrack> tracks = new ArrayList<>();
        for (String group : topics.groups(located.message().topic())) {
            try {
                tracks.add(new MessageTrack(group, outcome(located, group), ""));
            } catch (MqException e) {
                tracks.add(new MessageTrack(group, Outcome.UNKNOWN, e.getMessage()));
            }
        }
        return List.copyOf(tracks);
    }

    private Outcome outcome(LocatedMessage located, String group) {
        Optional<ConsumerConnection> members = groups.members(group);
        if (members.isEmpty()) {
            return Outcome.NOT_ONLINE;
        }
        if (members.get().messageModel() == MessageModel.BROADCASTING) {
            return Outcome.CONSUME_BROADCASTING;
        }
        if (members.get().consumeType() == ConsumeType.CONSUME_ACTIVELY) {
            return Outcome.PULL;
        }
        MessageExt message = located.message();
        QueueProgress progress =
                groups.progress(group, message.topic())
                        .offsetTable()
                        .get(
                                new MessageQueue(
                                        message.topic(), located.brokerName(), message.queueId()));
        if (progress == null || progress.consumerOffset() <= message.queueOffset()) {
            return Outcome.NOT_CONSUME_YET;
        }
        SubscriptionData subscription = members.get().subscriptionTable().get(message.topic());
        return isLeftOut(subscription, message) ? Outcome.CONSUMED_BUT_FILTERED : Outcome.CONSUMED;
    }

    private static boolean isLeftOut(SubscriptionData subscription, MessageExt message) {
        return subscription != null
                && subscription.isTagType()
                && !subscription.tagsSet().isEmpty()
                && !subscription.tagsSet().contains(message.tags().orElse(""));
    }
}
