package io.apogeemq.client.admin;

import io.apogeemq.common.message.MessageExt;
import java.util.List;

/**
 * What one pull of a queue gave; no messages when there was none at the offset.
 *
 * @param nextOffset where to go on, greater than the asked offset unless the end is reached
 * @param minOffset first offset of the queue
 * @param maxOffset the offset behind the last message
 */
public record PulledMessages(
        List<MessageExt> messages, long nextOffset, long minOffset, long maxOffset) {
    public PulledMessages {
        messages = List.copyOf(messages);
    }
}
