package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ConsumerMember;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.ConsumerRunningInfo;
import io.apogeemq.remoting.protocol.admin.ConsumerStatus;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.server.Reply;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What brokers and operators ask of a pull consumer, and its part of the heartbeats. Where it is in its
 * queues is the application's affair, so offsets are not reset from outside while it runs.
 *
 * <p>Threads: io threads.
 */
final class PullMember implements ConsumerMember {
    private final String group;
    private final Subscriptions subscriptions;
    private final HeldQueues queues;
    private final Runnable rebalance;

    PullMember(String group, Subscriptions subscriptions, HeldQueues queues, Runnable rebalance) {
        this.group = requireNonNull(group, "group");
        this.subscriptions = requireNonNull(subscriptions, "subscriptions");
        this.queues = requireNonNull(queues, "queues");
        this.rebalance = requireNonNull(rebalance, "rebalance");
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public ConsumerData heartbeatData() {
        return new ConsumerData(
                group,
                ConsumeType.CONSUME_ACTIVELY,
                MessageModel.CLUSTERING,
                ConsumeFrom.CONSUME_FROM_LAST_OFFSET,
                subscriptions.all(),
                false);
    }

    @Override
    public void onConsumerIdsChanged() {
        rebalance.run();
    }

    /** Brokers that reset by themselves tell it in the answer to the next pull. */
    @Override
    public void onResetOffset(RemotingCommand request) {}

    @Override
    public void onConsumerStatus(RemotingCommand request, Reply reply) {
        SortedMap<MessageQueue, Long> positions = new TreeMap<>(queues.progress());
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        CommandHeader.EMPTY,
                        new ConsumerStatus(positions, Map.of()).toJson()));
    }

    @Override
    public void onRunningInfo(RemotingCommand request, Reply reply) {
        ConsumerRunningInfo info =
                new ConsumerRunningInfo(
                        Map.of(
                                "PROP_CONSUME_TYPE",
                                ConsumeType.CONSUME_ACTIVELY.name(),
                                "PROP_CLIENT_VERSION",
                                "V5_4_0"),
                        subscriptions.all(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        Map.of(),
                        Map.of(),
                        "");
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS, null, CommandHeader.EMPTY, info.toJson()));
    }

    @Override
    public void onConsumeDirectly(RemotingCommand request, Reply reply) {
        reply.fail(
                ResponseCode.SYSTEM_ERROR,
                "consumer group '"
                        + group
                        + "' polls for messages and has no listener to give one to");
    }
}
