package io.apogeemq.broker.send;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScanner;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicFilterType;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import io.apogeemq.remoting.server.RequestRefused;
import io.apogeemq.remoting.transport.Connection;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether, and to which queue, a message may be sent. The order of the questions decides which error
 * a producer sees: broker spec, "Sending" section 2, with the write permissions looked at for every
 * message.
 *
 * <p>Threads: safe for any thread. Errors: {@link RequestRefused} with code and text.
 */
final class MessageChecks {
    /** The bits of a sysFlag that a producer decides. */
    private static final int PRODUCERS_BITS =
            SysFlag.COMPRESSED | SysFlag.COMPRESSION_MASK | SysFlag.TRANSACTION_MASK;

    private static final String BATCH_QUEUES = "BatchCQ";

    private static final byte[] RETRY_TOPIC =
            PropertyKeys.RETRY_TOPIC.getBytes(StandardCharsets.US_ASCII);

    private final BrokerIdentity identity;
    private final TopicConfigs topics;
    private final LiveConfig live;

    MessageChecks(BrokerIdentity identity, TopicConfigs topics, LiveConfig live) {
        this.identity = identity;
        this.topics = topics;
        this.live = live;
    }

    /** Refuses what no topic's settings can allow. */
    void requireWritable(String topic) {
        if (!QueuePermission.isWritable(live.brokerPermission())) {
            throw new RequestRefused(
                    ResponseCode.NO_PERMISSION,
                    "the broker["
                            + identity.address()
                            + "] sending message is forbidden: brokerPermission has no write bit");
        }
        if (topics.find(topic).isPresent()) {
            return; // a name that exists is a legal one
        }
        TopicName.problem(topic)
                .ifPresent(
                        problem -> {
                            throw new RequestRefused(ResponseCode.INVALID_PARAMETER, problem);
                        });
    }

    /** Refuses topics whose content the broker itself gives a meaning. */
    static void requireOpenToClients(String topic, HeaderFields fields, String propertiesField) {
        boolean isReserved =
                TopicName.isRetry(topic)
                        ? !isGivenBack(fields, propertiesField)
                        : TopicName.isDeadLetter(topic)
                                || !TopicName.isSendable(topic)
                                || topic.equals(TopicName.AUTO_CREATE_TEMPLATE);
        if (isReserved) {
            throw new RequestRefused(
                    ResponseCode.NO_PERMISSION,
                    "Sending message to topic["
                            + topic
                            + "] is forbidden: the name is reserved for the broker");
        }
    }

    /** A consumer that gives a message back says where the message came from. */
    private static boolean isGivenBack(HeaderFields fields, String propertiesField) {
        int index = fields.indexOf(propertiesField);
        return index >= 0
                && PropertyScanner.find(
                                fields.bytes(),
                                fields.valueOffset(index),
                                fields.valueLength(index),
                                RETRY_TOPIC)
                        != PropertyScanner.NOT_FOUND;
    }

    /** The answer when the topic is not there and may not be created. */
    static RequestRefused topicMissing(String topic) {
        return new RequestRefused(
                ResponseCode.TOPIC_NOT_EXIST,
                "topic["
                        + topic
                        + "] not exist, apply first please! Create it (mqadmin updateTopic), or set"
                        + " autoCreateTopicEnable=true");
    }

    /**
     * Refuses topics that a peer fills with inner batches: what we would put there no peer would find.
     */
    private static void requireOrdinaryQueues(TopicConfig topic) {
        if (!topic.attributes().isEmpty()
                && BATCH_QUEUES.equals(topic.attributes().get(TopicConfig.ATTRIBUTE_QUEUE_TYPE))) {
            throw new RequestRefused(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "the topic["
                            + topic.topicName()
                            + "] has queue.type=BatchCQ: this release serves its messages and takes"
                            + " no new ones, send to another topic");
        }
    }

    /** The queue to store in: the one asked for, or a random one when the producer leaves it open. */
    int queueId(TopicConfig topic, SendMessageRequestHeader header, Connection connection) {
        requireOrdinaryQueues(topic);
        if (!topic.isWritable()) {
            throw new RequestRefused(
                    ResponseCode.NO_PERMISSION,
                    "the topic["
                            + topic.topicName()
                            + "] sending message is forbidden: its permission is "
                            + QueuePermission.text(topic.perm()));
        }
        int queueId = header.queueId();
        int queues = Math.max(topic.writeQueueNums(), topic.readQueueNums());
        if (queueId >= queues || topic.writeQueueNums() <= 0) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "request queueId["
                            + queueId
                            + "] is illegal, "
                            + text(topic)
                            + " Producer: "
                            + peer(connection));
        }
        return queueId >= 0 ? queueId : ThreadLocalRandom.current().nextInt(topic.writeQueueNums());
    }

    /**
     * The sysFlag to store.
     *
     * @throws IllegalMessage for a half message
     */
    static int sysFlag(TopicConfig topic, int sent) {
        if ((sent & SysFlag.TRANSACTION_MASK) != 0) {
            throw IllegalMessage.transactional();
        }
        int kept = sent & PRODUCERS_BITS;
        return topic.topicFilterType() == TopicFilterType.MULTI_TAG
                ? kept | SysFlag.MULTI_TAGS
                : kept;
    }

    /** As peers print it; tools match on the beginning. */
    private static String text(TopicConfig topic) {
        return "TopicConfig [topicName="
                + topic.topicName()
                + ", readQueueNums="
                + topic.readQueueNums()
                + ", writeQueueNums="
                + topic.writeQueueNums()
                + ", perm="
                + QueuePermission.text(topic.perm())
                + ", topicFilterType="
                + topic.topicFilterType()
                + ", topicSysFlag="
                + topic.topicSysFlag()
                + ", order="
                + topic.order()
                + ", attributes="
                + topic.attributes()
                + "]";
    }

    private static String peer(Connection connection) {
        return connection.remoteAddress().getAddress().getHostAddress()
                + ":"
                + connection.remoteAddress().getPort();
    }
}
