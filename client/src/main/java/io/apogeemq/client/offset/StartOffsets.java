package io.apogeemq.client.offset;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.TopicName;
import java.util.concurrent.CompletableFuture;

/**
 * Where consuming a newly taken queue starts: at the stored offset, else by the group's rule.
 *
 * <pre>
 *                               ordinary topic           %RETRY% topic
 * CONSUME_FROM_LAST_OFFSET      end of the queue         0
 * CONSUME_FROM_FIRST_OFFSET     0, the broker corrects   0
 * CONSUME_FROM_TIMESTAMP        first message since      end of the queue
 * </pre>
 *
 * Source: wire spec, "Behaviour of the official client", section 4. A broker that has no offset for a
 * group answers 0 while a queue is young, so that no first message is missed whatever the rule.
 *
 * <p>Threads: safe for any thread. Futures complete on io threads.
 */
public final class StartOffsets {
    private final ConsumeOffsets stored;
    private final QueueOffsets offsets;
    private final ConsumeFrom rule;
    private final long sinceMillis;

    /**
     * @param sinceMillis for {@link ConsumeFrom#CONSUME_FROM_TIMESTAMP}, milliseconds since 1970
     */
    public StartOffsets(
            ConsumeOffsets stored, QueueOffsets offsets, ConsumeFrom rule, long sinceMillis) {
        this.stored = requireNonNull(stored, "stored");
        this.offsets = requireNonNull(offsets, "offsets");
        this.rule = requireNonNull(rule, "rule");
        this.sinceMillis = sinceMillis;
    }

    /** The offset to start at. Fails when it can't be found out; then the queue must not be taken. */
    public CompletableFuture<Long> of(MessageQueue queue) {
        return stored.stored(queue)
                .thenCompose(
                        offset ->
                                offset >= 0
                                        ? CompletableFuture.completedFuture(offset)
                                        : byRule(queue));
    }

    private CompletableFuture<Long> byRule(MessageQueue queue) {
        boolean isRetry = TopicName.isRetry(queue.topic());
        return switch (rule) {
            case CONSUME_FROM_FIRST_OFFSET -> CompletableFuture.completedFuture(0L);
            case CONSUME_FROM_LAST_OFFSET ->
                    isRetry ? CompletableFuture.completedFuture(0L) : offsets.max(queue);
            case CONSUME_FROM_TIMESTAMP ->
                    isRetry ? offsets.max(queue) : offsets.atTime(queue, sinceMillis);
        };
    }
}
