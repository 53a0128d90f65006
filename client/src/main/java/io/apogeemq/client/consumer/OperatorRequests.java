package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.connection.ConsumerMember;
import io.apogeemq.common.group.ConsumeType;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyResult;
import io.apogeemq.remoting.protocol.admin.ConsumerRunningInfo;
import io.apogeemq.remoting.protocol.admin.ConsumerStatus;
import io.apogeemq.remoting.protocol.admin.GetConsumerRunningInfoRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetConsumerStatusRequestHeader;
import io.apogeemq.remoting.protocol.admin.ProcessQueueInfo;
import io.apogeemq.remoting.protocol.admin.ResetOffsetBody;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.server.Reply;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What brokers and operators ask of a push consumer, and its part of the heartbeats.
 *
 * <p>Source: wire spec, requests-core, section 6, and requests-admin, "GET_CONSUMER_RUNNING_INFO".
 *
 * <p>Threads: io threads, from which everything that takes time is handed on.
 */
final class OperatorRequests implements ConsumerMember {
    private static final Logger log = LoggerFactory.getLogger(OperatorRequests.class);
    private static final int BYTES_PER_MIB = 1 << 20;

    private final PushConsumerConfig config;
    private final ClientConnections connections;
    private final Subscriptions subscriptions;
    private final HeldQueues queues;
    private final Executor listenerThreads;
    private final ListenerCall listener;
    private final Runnable rebalance;
    private final long startMillis;

    OperatorRequests(
            PushConsumerConfig config,
            ClientConnections connections,
            Subscriptions subscriptions,
            HeldQueues queues,
            Executor listenerThreads,
            ListenerCall listener,
            Runnable rebalance) {
        this.config = requireNonNull(config, "config");
        this.connections = requireNonNull(connections, "connections");
        this.subscriptions = requireNonNull(subscriptions, "subscriptions");
        this.queues = requireNonNull(queues, "queues");
        this.listenerThreads = requireNonNull(listenerThreads, "listenerThreads");
        this.listener = requireNonNull(listener, "listener");
        this.rebalance = requireNonNull(rebalance, "rebalance");
        this.startMillis = connections.clock().millis();
    }

    @Override
    public String group() {
        return config.group();
    }

    @Override
    public ConsumerData heartbeatData() {
        return new ConsumerData(
                config.group(),
                ConsumeType.CONSUME_PASSIVELY,
                config.model(),
                config.consumeFrom(),
                subscriptions.all(),
                false);
    }

    @Override
    public void onConsumerIdsChanged() {
        rebalance.run();
    }

    /** Queues that are held go on at the new offsets; the others belong to another member. */
    @Override
    public void onResetOffset(RemotingCommand request) {
        ResetOffsetBody body = ResetOffsetBody.fromJson(request.bodyBytes());
        log.info(
                "offsets reset by an operator group={} queues={}",
                config.group(),
                body.offsetTable().size());
        connections
                .timer()
                .execute(
                        () ->
                                body.offsetTable()
                                        .forEach(
                                                (queue, offset) ->
                                                        queues.get(queue)
                                                                .ifPresent(
                                                                        held ->
                                                                                queues.startOver(
                                                                                        held,
                                                                                        offset))));
    }

    @Override
    public void onConsumerStatus(RemotingCommand request, Reply reply) {
        String topic = GetConsumerStatusRequestHeader.read(request.fields()).topic();
        SortedMap<MessageQueue, Long> progress = new TreeMap<>(queues.progress());
        progress.keySet().removeIf(queue -> !queue.topic().equals(topic));
        answer(reply, new ConsumerStatus(progress, Map.of()));
    }

    @Override
    public void onRunningInfo(RemotingCommand request, Reply reply) {
        boolean withStacks =
                GetConsumerRunningInfoRequestHeader.read(request.fields()).jstackEnable();
        connections
                .timer()
                .execute(() -> answer(reply, runningInfo(withStacks ? threadStacks() : "")));
    }

    @Override
    public void onConsumeDirectly(RemotingCommand request, Reply reply) {
        MessageExt message = RecordDecoder.decodeAll(request.bodyBytes()).get(0);
        listenerThreads.execute(() -> answer(reply, consume(message)));
    }

    private ConsumeMessageDirectlyResult consume(MessageExt message) {
        long began = connections.clock().nanoTime();
        String result;
        String remark = "";
        try {
            ConsumeResult consumed = listener.callOnce(List.of(message), 0);
            if (consumed == null) {
                result = "CR_RETURN_NULL";
            } else {
                result = consumed == ConsumeResult.SUCCESS ? "CR_SUCCESS" : "CR_LATER";
            }
        } catch (Throwable failure) { // the boundary to the application's code
            result = "CR_THROW_EXCEPTION";
            remark = failure.toString();
        }
        long spentMillis = TimeUnit.NANOSECONDS.toMillis(connections.clock().nanoTime() - began);
        return new ConsumeMessageDirectlyResult(
                config.isOrderly(), true, result, remark, spentMillis);
    }

    private ConsumerRunningInfo runningInfo(String stacks) {
        SortedMap<MessageQueue, ProcessQueueInfo> table = new TreeMap<>();
        for (HeldQueue held : queues.all()) {
            table.put(held.queue(), info(held));
        }
        return new ConsumerRunningInfo(
                properties(),
                subscriptions.all(),
                table,
                new TreeMap<>(),
                Map.of(),
                Map.of(),
                stacks);
    }

    private Map<String, String> properties() {
        return Map.of(
                "PROP_NAMESERVER_ADDR", connections.nameServers().addresses(),
                "PROP_CONSUME_TYPE", ConsumeType.CONSUME_PASSIVELY.name(),
                "PROP_CONSUMEORDERLY", Boolean.toString(config.isOrderly()),
                "PROP_THREADPOOL_CORE_SIZE", Integer.toString(config.threads()),
                "PROP_CONSUMER_START_TIMESTAMP", Long.toString(startMillis),
                "PROP_CLIENT_VERSION", "V5_4_0", // the one our frames state; tools parse it
                "messageModel", config.model().name(),
                "consumeFromWhere", config.consumeFrom().name(),
                "consumeMessageBatchMaxSize", Integer.toString(config.batchSize()),
                "pullBatchSize", Integer.toString(config.pullBatchSize()));
    }

    private ProcessQueueInfo info(HeldQueue held) {
        ProcessQueue messages = held.messages();
        int count = messages.unfinished();
        boolean isLocked = config.isOrderly() && held.isLocked(connections.clock().nanoTime());
        return new ProcessQueueInfo(
                messages.progress(),
                count == 0 ? 0 : messages.progress(),
                count == 0 ? 0 : messages.pulledTo() - 1,
                count,
                (int) (messages.unfinishedBytes() / BYTES_PER_MIB),
                0,
                0,
                0,
                isLocked,
                0,
                held.lastLockMillis(),
                held.isRetired(),
                held.lastPullMillis(),
                held.lastConsumeMillis());
    }

    private static String threadStacks() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces()
                .forEach(
                        (thread, stack) -> {
                            text.append(thread.getName()).append(' ').append(thread.getState());
                            text.append('\n');
                            for (StackTraceElement frame : stack) {
                                text.append("    ").append(frame).append('\n');
                            }
                        });
        return text.toString();
    }

    private static void answer(Reply reply, JsonBody body) {
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS, null, CommandHeader.EMPTY, body.toJson()));
    }
}
