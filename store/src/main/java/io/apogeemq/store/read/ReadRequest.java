package io.apogeemq.store.read;

import static java.util.Objects.requireNonNull;

/**
 * Messages of one queue from an offset on.
 *
 * @param queueOffset first wanted entry of the ConsumeQueue
 * @param maxMessages at least 1
 * @param maxBytes of records; the first message comes even if it is larger
 */
public record ReadRequest(
        String topic,
        int queueId,
        long queueOffset,
        int maxMessages,
        int maxBytes,
        EntryFilter filter) {

    public ReadRequest {
        requireNonNull(topic, "topic");
        requireNonNull(filter, "filter");
        if (maxMessages < 1) {
            throw new IllegalArgumentException(
                    "maxMessages '" + maxMessages + "' must be at least 1");
        }
    }
}
