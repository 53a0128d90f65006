package io.apogeemq.client.offset;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.QueueCalls;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.offset.GetMaxOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.GetMinOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.OffsetResponseHeader;
import io.apogeemq.remoting.protocol.offset.SearchOffsetRequestHeader;
import java.util.concurrent.CompletableFuture;

/**
 * Which offsets a queue has: its first, its end, and the first one after a moment.
 *
 * <p>Threads: safe for any thread. Futures complete on io threads; errors as of {@link QueueCalls}.
 */
public final class QueueOffsets {
    private final QueueCalls calls;

    public QueueOffsets(QueueCalls calls) {
        this.calls = requireNonNull(calls, "calls");
    }

    /** The first offset that is still stored. */
    public CompletableFuture<Long> min(MessageQueue queue) {
        return ask(
                queue,
                "min offset of " + queue,
                RequestCode.GET_MIN_OFFSET,
                new GetMinOffsetRequestHeader(queue.topic(), queue.queueId()));
    }

    /** The offset the next message will get. */
    public CompletableFuture<Long> max(MessageQueue queue) {
        return ask(
                queue,
                "max offset of " + queue,
                RequestCode.GET_MAX_OFFSET,
                new GetMaxOffsetRequestHeader(queue.topic(), queue.queueId(), true));
    }

    /** The offset of the first message stored at this time or later, in milliseconds since 1970. */
    public CompletableFuture<Long> atTime(MessageQueue queue, long timestampMillis) {
        return ask(
                queue,
                "offset at time " + timestampMillis + " of " + queue,
                RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
                new SearchOffsetRequestHeader(
                        queue.topic(),
                        queue.queueId(),
                        timestampMillis,
                        SearchOffsetRequestHeader.Boundary.LOWER));
    }

    private CompletableFuture<Long> ask(
            MessageQueue queue, String what, int requestCode, CommandHeader header) {
        return calls.ask(
                queue,
                what,
                RemotingCommand.request(requestCode, header),
                answer -> OffsetResponseHeader.read(answer.orRefused().fields()).offset());
    }
}
