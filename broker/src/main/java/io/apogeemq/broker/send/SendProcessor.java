package io.apogeemq.broker.send;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.broker.config.LiveConfig;
import io.apogeemq.broker.stats.BrokerStats;
import io.apogeemq.broker.topic.AutoCreate;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.error.MqException;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.message.UniqueKeys;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.HeaderFieldException;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestProcessor;
import io.apogeemq.remoting.server.RequestRefused;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.append.AppendReceipt;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchOutcome;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.HostAddress;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what producers send: SEND_MESSAGE (10), SEND_MESSAGE_V2 (310) and SEND_BATCH_MESSAGE (320).
 *
 * <p>Threads: runs to completion on the io thread. Only a send that creates its topic goes over the
 * admin executor, since the topic table is written to disk first.
 *
 * <p>What was stored is announced to the threads behind the log once for each read of a connection
 * (see {@code BrokerServer}): waking them for every message costs more than storing it.
 *
 * <p>Hot path: no map, no copy of the body, one pass over the properties; allocates the header, the
 * append request, and the two ids of the answer.
 */
public final class SendProcessor implements RequestProcessor {
    private static final Logger log = LoggerFactory.getLogger(SendProcessor.class);
    private static final byte[] NO_PROPERTIES = {};

    private final SendConfig config;
    private final MessageStore store;
    private final TopicConfigs topics;
    private final AutoCreate autoCreate;
    private final Predicate<String> knowsGroup;
    private final Executor admin;
    private final MessageChecks checks;
    private final BrokerStats stats;
    private final AckPolicy ackPolicy;
    private final SendReply replies;
    private final HostAddress storeHost;
    private final PlainMessages plainMessages;
    private final ThreadLocal<SendScratch> scratch;

    /**
     * @param knowsGroup whether a consumer group exists; creates it when that is allowed
     * @param timer where answers that wait for the disk expire
     * @param admin where topics are created
     */
    public SendProcessor(
            SendConfig config,
            BrokerIdentity identity,
            MessageStore store,
            TopicConfigs topics,
            LiveConfig live,
            BrokerStats stats,
            Predicate<String> knowsGroup,
            ScheduledExecutorService timer,
            Executor admin) {
        InetAddress ip = identity.inetAddress();
        this.config = config;
        this.store = store;
        this.topics = topics;
        this.autoCreate = new AutoCreate(topics, live);
        this.stats = stats;
        this.knowsGroup = knowsGroup;
        this.admin = admin;
        this.checks = new MessageChecks(identity, topics, live);
        this.ackPolicy = new AckPolicy(config, store.flushed(), timer, Clock.SYSTEM);
        this.replies = new SendReply(config, ip.getAddress(), identity.port());
        this.storeHost = HostAddress.of(ip.getAddress(), identity.port());
        PropertyNames names = new PropertyNames();
        DeliveryTime deliveryTime = new DeliveryTime(Clock.SYSTEM);
        this.plainMessages = new PlainMessages(names, deliveryTime);
        UniqueKeys uniqueKeys =
                new UniqueKeys(
                        ip,
                        ProcessHandle.current().pid(),
                        Clock.SYSTEM,
                        ZoneId.systemDefault(),
                        () -> ThreadLocalRandom.current().nextInt());
        byte[] suffix =
                PropertyRewrite.suffix(config.regionId(), config.traceOn(), identity.clusterName());
        this.scratch =
                ThreadLocal.withInitial(
                        () ->
                                new SendScratch(
                                        new PropertyRewrite(
                                                names, uniqueKeys, deliveryTime, suffix)));
    }

    @Override
    public void process(RemotingCommand request, Reply reply) {
        process(request, reply, false);
    }

    /**
     * @param isAlone whether nobody announces what is stored at the end of a read: it is written before
     *     it is answered then
     */
    private void process(RemotingCommand request, Reply reply, boolean isAlone) {
        boolean isV1 = request.code() == RequestCode.SEND_MESSAGE;
        HeaderFields fields = request.fields();
        SendMessageRequestHeader header =
                isV1
                        ? SendMessageRequestHeader.readV1(fields)
                        : SendMessageRequestHeader.readV2(fields);
        String propertiesField =
                isV1
                        ? SendMessageRequestHeader.PROPERTIES_V1
                        : SendMessageRequestHeader.PROPERTIES_V2;
        try {
            checks.requireWritable(header.topic());
            MessageChecks.requireOpenToClients(header.topic(), fields, propertiesField);
            TopicConfig topic = topics.find(header.topic()).orElse(null);
            if (topic == null) {
                createTopicFirst(header, request, reply);
                return;
            }
            int queueId = checks.queueId(topic, header, reply.connection());
            boolean isBatch = header.batch() || request.code() == RequestCode.SEND_BATCH_MESSAGE;
            PropertyRewrite properties = rewritten(fields, propertiesField);
            if (isBatch) {
                storeBatch(header, topic, queueId, properties, request, reply, isAlone);
            } else {
                storeOne(header, topic, queueId, properties, request, reply, isAlone);
            }
        } catch (IllegalMessage e) {
            reply.send(replies.refused(ResponseCode.MESSAGE_ILLEGAL, e.getMessage()));
        } catch (RequestRefused e) {
            reply.send(replies.refused(e.responseCode(), e.getMessage()));
        }
    }

    private PropertyRewrite rewritten(HeaderFields fields, String propertiesField) {
        PropertyRewrite properties = scratch.get().properties();
        int index = fields.indexOf(propertiesField);
        if (index < 0) {
            properties.rewrite(NO_PROPERTIES, 0, 0);
        } else {
            properties.rewrite(
                    fields.bytes(), fields.valueOffset(index), fields.valueLength(index));
        }
        return properties;
    }

    private void storeOne(
            SendMessageRequestHeader header,
            TopicConfig topic,
            int queueId,
            PropertyRewrite properties,
            RemotingCommand request,
            Reply reply,
            boolean isAlone) {
        ByteBuffer body = body(request);
        AppendRequest message =
                new AppendRequest(
                        header.topic(),
                        queueId,
                        header.flag(),
                        MessageChecks.sysFlag(topic, header.sysFlag()),
                        header.bornTimestamp(),
                        scratch.get().hostOf(reply.connection().remoteAddress()),
                        storeHost,
                        header.reconsumeTimes(),
                        0,
                        body,
                        Crc31.of(body),
                        properties.bytes(),
                        0,
                        properties.length());
        AppendReceipt receipt = scratch.get().receipt();
        if (isAlone) {
            store.append(message, receipt);
        } else {
            store.appendUnannounced(message, receipt);
        }
        if (receipt.isStored()) {
            stats.sent(header.topic(), 1, receipt.recordBytes());
            ackPolicy.acknowledge(
                    receipt.endOffset(),
                    properties.waits(),
                    reply,
                    replies.stored(
                            receipt.physicalOffset(),
                            queueId,
                            receipt.queueOffset(),
                            properties.uniqueKey()));
        } else {
            reply.send(replies.refused(receipt.reason(), receipt.detail()));
        }
    }

    private void storeBatch(
            SendMessageRequestHeader header,
            TopicConfig topic,
            int queueId,
            PropertyRewrite properties,
            RemotingCommand request,
            Reply reply,
            boolean isAlone) {
        if (TopicName.isRetry(header.topic())) {
            throw IllegalMessage.batchToRetryTopic(header.topic());
        }
        ByteBuffer body = body(request);
        boolean waits = properties.waits();
        String uniqueKey = properties.sentUniqueKey();
        BatchAppendRequest batch =
                new BatchAppendRequest(
                        header.topic(),
                        queueId,
                        MessageChecks.sysFlag(topic, header.sysFlag()),
                        header.bornTimestamp(),
                        scratch.get().hostOf(reply.connection().remoteAddress()),
                        storeHost,
                        header.reconsumeTimes(),
                        body,
                        plainMessages);
        BatchOutcome outcome =
                isAlone ? store.appendBatch(batch) : store.appendBatchUnannounced(batch);
        if (outcome instanceof BatchOutcome.Appended appended) {
            stats.sent(
                    header.topic(),
                    appended.messageCount(),
                    appended.endOffset() - appended.physicalOffsets()[0]);
            ackPolicy.acknowledge(
                    appended.endOffset(),
                    waits,
                    reply,
                    replies.stored(
                            appended.physicalOffsets(),
                            queueId,
                            appended.firstQueueOffset(),
                            uniqueKey));
        } else if (outcome instanceof BatchOutcome.Refused refused) {
            reply.send(replies.refused(refused.reason(), refused.detail()));
        }
    }

    private ByteBuffer body(RemotingCommand request) {
        int bytes = request.body().readableBytes();
        if (bytes == 0) {
            throw IllegalMessage.emptyBody();
        }
        if (bytes > config.maxMessageBytes()) {
            throw IllegalMessage.bodyTooLong(bytes, config.maxMessageBytes());
        }
        return request.body().nioBuffer();
    }

    /** Rare: the request waits on the admin executor until its topic is on disk. */
    private void createTopicFirst(
            SendMessageRequestHeader header, RemotingCommand request, Reply reply) {
        TopicConfig planned = planned(header);
        RemotingCommand kept = request.detach();
        try {
            admin.execute(() -> createAndProcess(planned, kept, reply));
        } catch (RejectedExecutionException e) {
            kept.release();
            throw new RequestRefused(
                    ResponseCode.SYSTEM_BUSY,
                    "[OVERLOAD]system busy: too many topics are being created, try again later");
        }
    }

    private TopicConfig planned(SendMessageRequestHeader header) {
        String topic = header.topic();
        if (!TopicName.isRetry(topic)) {
            return autoCreate
                    .plan(topic, header.defaultTopic(), header.defaultTopicQueueNums())
                    .orElseThrow(() -> MessageChecks.topicMissing(topic));
        }
        String group = GroupName.ofRetryOrDeadLetterTopic(topic).orElseThrow();
        if (!knowsGroup.test(group)) {
            throw new RequestRefused(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + group + "] does not exist, create it first");
        }
        return TopicConfig.of(topic, 1, 1, QueuePermission.READ_WRITE);
    }

    private void createAndProcess(TopicConfig planned, RemotingCommand request, Reply reply) {
        try {
            autoCreate.create(planned);
            process(request, reply, true);
        } catch (HeaderFieldException e) {
            reply.send(replies.refused(ResponseCode.INVALID_PARAMETER, e.getMessage()));
        } catch (MqException e) {
            log.error("topic could not be created topic={}", planned.topicName(), e);
            reply.send(
                    replies.refused(
                            ResponseCode.SYSTEM_ERROR,
                            "topic["
                                    + planned.topicName()
                                    + "] could not be created, see the broker's log"));
        } catch (RuntimeException e) { // the boundary of the handed-over request
            log.error("send failed by a fault of this broker topic={}", planned.topicName(), e);
            reply.send(
                    replies.refused(
                            ResponseCode.SYSTEM_ERROR,
                            "internal error while sending; the broker's log has the cause"));
        } finally {
            request.release();
        }
    }
}
