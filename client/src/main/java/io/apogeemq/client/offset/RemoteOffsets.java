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
 * <p>Offsets are sent one-way, as the other clients do: a lost one is made good by the next. So that a
 * lost one is not the last word, an offset that does not change is sent a second time before the queue
 * falls silent.
 *
 * <p>Threads: safe for any thread; the caller sees to it that calls of {@link #store} do not overlap.
 */
public final class RemoteOffsets implements ConsumeOffsets {
    private static final Logger log = LoggerFactory.getLogger(RemoteOffsets.class);
    private static final int SENDS_OF_ONE_OFFSET = 2;

    private final QueueCalls calls;
    private final String group;
    private final ConcurrentMap<MessageQueue, Sent> lastSent = new ConcurrentHashMap<>();

    private record Sent(long offset, int times) {}

    public RemoteOffsets(QueueCalls calls, String group) {
        this.calls = requireNonNull(calls, "calls");
        this.group = requireNonNull(group, "group");
    }

    @Override
    public CompletableFuture<Long> stored(MessageQueue queue) {
        RemotingCommand request =
                RemotingCommand.request(
                        RequestCode.QUERY_CONSUMER_OFFSET,
                        new QueryConsumerOffsetRequestHeader(
                                group, queue.topic(), queue.queueId(), true));
        return calls.ask(
                queue, "offset of group '" + group + "' in " + queue, request, this::offsetOrNone);
    }

    /** Stores an offset and completes when the broker has it. */
    public CompletableFuture<Void> commit(MessageQueue queue, long offset) {
        return calls.ask(
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
        boolean isSame = before != null && before.offset() == offset;
        if (isSame && before.times() >= SENDS_OF_ONE_OFFSET) {
            return;
        }
        if (calls.tell(queue, update(queue, offset))) {
            lastSent.put(queue, new Sent(offset, isSame ? before.times() + 1 : 1));
        } else {
            log.debug("offset not sent, no broker group={} queue={}", group, queue);
        }
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
