package io.apogeemq.client.offset;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.QueueCalls;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.offset.OffsetResponseHeader;
import io.apogeemq.remoting.protocol.offset.QueryConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.UpdateConsumerOffsetRequestHeader;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The progress of a clustering group, kept by the broker of each queue.
 *
 * <p>Offsets are sent one-way, as the other clients do: a lost one is made good by the next. An offset
 * that does not change is sent once more, and then every sixth time (half a minute): so neither a lost
 * request nor a broker that lost its last seconds has the last word.
 *
 * <p>Threads: safe for any thread; the caller sees to it that calls of {@link #store} do not overlap.
 */
public final class RemoteOffsets implements ConsumeOffsets {
    private static final Logger log = LoggerFactory.getLogger(RemoteOffsets.class);
    private static final int SENDS_AT_ONCE = 2;
    private static final int CALLS_PER_REPEAT = 6;

    private final QueueCalls brokers;
    private final String group;
    private final ConcurrentMap<MessageQueue, Sent> lastSent = new ConcurrentHashMap<>();

    /** An offset and how often it was to be stored since it is the present one. */
    private record Sent(long offset, int calls) {}

    public RemoteOffsets(QueueCalls brokers, String group) {
        this.brokers = requireNonNull(brokers, "brokers");
        this.group = requireNonNull(group, "group");
    }

    @Override
    public CompletableFuture<Long> stored(MessageQueue queue) {
        RemotingCommand request =
                RemotingCommand.request(
                        RequestCode.QUERY_CONSUMER_OFFSET,
                        new QueryConsumerOffsetRequestHeader(
                                group, queue.topic(), queue.queueId(), true));
        return brokers.ask(
                queue, "offset of group '" + group + "' in " + queue, request, this::offsetOrNone);
    }

    /** Stores an offset and completes when the broker has it. */
    public CompletableFuture<Void> commit(MessageQueue queue, long offset) {
        return brokers.ask(
                queue,
                "commit of offset " + offset + " of group '" + group + "' in " + queue,
                update(queue, offset),
                answer -> {
                    answer.orRefused();
                    return null;
                });
    }

    @Override
    public void store(Map<MessageQueue, Long> offsets) {
        for (Map.Entry<MessageQueue, Long> entry : offsets.entrySet()) {
            store(entry.getKey(), entry.getValue());
        }
    }

    @Override
    public void forget(MessageQueue queue) {
        lastSent.remove(queue);
    }

    private void store(MessageQueue queue, long offset) {
        Sent before = lastSent.get(queue);
        int calls = before != null && before.offset() == offset ? before.calls() : 0;
        boolean isDue = calls < SENDS_AT_ONCE || calls % CALLS_PER_REPEAT == 0;
        if (isDue && !brokers.tell(queue, update(queue, offset))) {
            log.debug("offset not sent, no broker group={} queue={}", group, queue);
            return;
        }
        lastSent.put(queue, new Sent(offset, calls + 1));
    }

    private RemotingCommand update(MessageQueue queue, long offset) {
        return RemotingCommand.request(
                RequestCode.UPDATE_CONSUMER_OFFSET,
                new UpdateConsumerOffsetRequestHeader(
                        group, queue.topic(), queue.queueId(), offset));
    }

    private Long offsetOrNone(QueueCalls.Answer answer) {
        if (answer.code() == ResponseCode.QUERY_NOT_FOUND) {
            return NONE;
        }
        return OffsetResponseHeader.read(answer.orRefused().fields()).offset();
    }
}
