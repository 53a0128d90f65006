package io.apogeemq.client.producer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.topic.MessageQueue;
import java.util.List;

/**
 * A broker's word that it has a message, or a batch.
 *
 * @param status how safe it is
 * @param messageIds the ids that the client gave the messages; one unless it was a batch
 * @param offsetMessageId the broker's own id, made of its address and the position in its CommitLog; of
 *     a batch all of them, joined with {@code ,}
 * @param queue where it is
 * @param queueOffset its position in the queue; of a batch the one of the first message
 * @param transactionId the id by which a transaction goes on; of other messages their own id
 * @param regionId the region of the broker; empty when it did not say
 */
public record SendReceipt(
        SendStatus status,
        List<String> messageIds,
        String offsetMessageId,
        MessageQueue queue,
        long queueOffset,
        String transactionId,
        String regionId) {

    public SendReceipt {
        requireNonNull(status, "status");
        messageIds = List.copyOf(messageIds);
        requireNonNull(offsetMessageId, "offsetMessageId");
        requireNonNull(queue, "queue");
        requireNonNull(transactionId, "transactionId");
        requireNonNull(regionId, "regionId");
    }

    /** The id of the message; of a batch the one of its first message. */
    public String messageId() {
        return messageIds.get(0);
    }
}
