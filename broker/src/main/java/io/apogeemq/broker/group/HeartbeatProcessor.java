package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatData;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatResponseHeader;
import io.apogeemq.remoting.protocol.heartbeat.ProducerData;
import io.apogeemq.remoting.protocol.heartbeat.UnregisterClientRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.concurrent.Executor;

/**
 * HEART_BEAT (34) and UNREGISTER_CLIENT (35): clients say which groups they have members in, and what
 * those subscribe to; or that they leave.
 *
 * <p>The second form of heartbeats: a full one carries a fingerprint; later ones leave the
 * subscriptions out and are good as long as the fingerprint is the known one. It is kept for each
 * group and client, so that clients with different subscriptions do not undo each other's.
 *
 * <p>Threads: io; does not block.
 */
public final class HeartbeatProcessor {
    private static final boolean SUPPORTS_V2 = true;

    /** Groups and topics in one heartbeat; far above what a client has. */
    private static final int MOST_NAMES = 10_000;

    private final ConsumerGroups consumers;
    private final ProducerGroups producers;
    private final GroupConfigs configs;
    private final RetryTopics retryTopics;

    /**
     * A processor that fills both tables.
     *
     * @param executor where retry topics are made
     */
    public HeartbeatProcessor(
            ConsumerGroups consumers,
            ProducerGroups producers,
            GroupConfigs configs,
            TopicConfigs topics,
            Executor executor) {
        this.consumers = requireNonNull(consumers, "consumers");
        this.producers = requireNonNull(producers, "producers");
        this.configs = requireNonNull(configs, "configs");
        this.retryTopics = new RetryTopics(topics, executor);
    }

    /** Handles HEART_BEAT. */
    public void heartbeat(RemotingCommand request, Reply reply) {
        HeartbeatData data = HeartbeatData.fromJson(request.bodyBytes());
        requireBounded(data);
        ClientIdentity client =
                new ClientIdentity(
                        reply.connection(), data.clientId(), request.language(), request.version());
        for (ProducerData producer : data.producerDataSet()) {
            producers.join(producer.groupName(), client);
        }
        boolean wantsFullForm = data.heartbeatFingerprint() == 0;
        for (ConsumerData consumer : data.consumerDataSet()) {
            wantsFullForm |= !accept(client, consumer, data);
        }
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        new HeartbeatResponseHeader(SUPPORTS_V2, wantsFullForm)));
    }

    /** What is named here stays in memory as long as the client is connected. */
    private static void requireBounded(HeartbeatData data) {
        long names = data.producerDataSet().size();
        for (ConsumerData consumer : data.consumerDataSet()) {
            names += 1 + consumer.subscriptionDataSet().size();
        }
        if (names > MOST_NAMES) {
            throw new RequestRefused(
                    ResponseCode.INVALID_PARAMETER,
                    "heartbeat of client '"
                            + data.clientId()
                            + "' names '"
                            + names
                            + "' groups and topics; the limit is "
                            + MOST_NAMES);
        }
    }

    /** Whether the broker knows what this member subscribes to. */
    private boolean accept(ClientIdentity client, ConsumerData consumer, HeartbeatData data) {
        SubscriptionGroupConfig config = configs.findOrCreate(consumer.groupName());
        if (config == null) {
            return false; // no such group here, and it may not be created: its pulls will be told
        }
        retryTopics.ensure(config);
        if (data.withoutSub()) {
            return consumers.refresh(client, consumer, data.heartbeatFingerprint());
        }
        consumers.join(client, consumer, data.heartbeatFingerprint());
        return true;
    }

    /** Handles UNREGISTER_CLIENT. */
    public void unregister(RemotingCommand request, Reply reply) {
        var header = UnregisterClientRequestHeader.read(request.fields());
        if (!header.producerGroup().isEmpty()) {
            producers.leave(header.producerGroup(), header.clientId(), reply.connection());
        }
        if (!header.consumerGroup().isEmpty()) {
            consumers.leave(header.consumerGroup(), header.clientId(), reply.connection());
        }
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }
}
