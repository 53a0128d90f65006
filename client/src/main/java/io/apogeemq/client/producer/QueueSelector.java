package io.apogeemq.client.producer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.message.Message;
import io.apogeemq.common.topic.MessageQueue;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses the queue of a message. Messages that must be consumed in their order go to the same queue.
 *
 * <pre>{@code
 * producer.send(message, SendOptions.DEFAULT.withSelector(QueueSelector.byKey("order-4711")));
 * producer.send(message, SendOptions.DEFAULT.withSelector((queues, m) -> queues.get(0)));
 * }</pre>
 */
@FunctionalInterface
public interface QueueSelector {
    /**
     * One of the queues.
     *
     * @param queues the queues that can be sent to, ordered by broker name and queue id; not empty
     * @param message the message to be sent
     */
    MessageQueue select(List<MessageQueue> queues, Message message);

    /**
     * The same queue for the same key, as long as the number of queues stays the same; the peers' hash
     * selector puts a key of text into the same queue.
     */
    static QueueSelector byKey(String shardingKey) {
        requireNonNull(shardingKey, "shardingKey");
        return (queues, message) -> queues.get(Math.abs(shardingKey.hashCode() % queues.size()));
    }

    /** Any queue. */
    static QueueSelector random() {
        return (queues, message) -> queues.get(ThreadLocalRandom.current().nextInt(queues.size()));
    }
}
