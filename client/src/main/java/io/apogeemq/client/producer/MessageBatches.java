package io.apogeemq.client.producer;

import io.apogeemq.client.error.MessageTooLargeException;
import io.apogeemq.common.message.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long list of messages into batches that can be sent.
 *
 * <pre>{@code
 * for (List<Message> batch : MessageBatches.split(messages, 1024 * 1024)) {
 *     producer.send(batch);
 * }
 * }</pre>
 *
 * <p>Stateless.
 */
public final class MessageBatches {
    /** A batch of a size that travels well: large enough to save work, small beside the limit. */
    public static final int USUAL_BYTES = 1024 * 1024;

    /** Lengths, flag and checksum of one message in a batch. */
    private static final int FIXED_BYTES = 22;

    /** What the client adds to the properties of a message: id and WAIT with their names. */
    private static final int ADDED_PROPERTY_BYTES = 96;

    private MessageBatches() {}

    /**
     * The messages in their order, in batches of at most this size.
     *
     * @throws MessageTooLargeException when one message alone is larger
     */
    public static List<List<Message>> split(List<Message> messages, int mostBytes) {
        List<List<Message>> batches = new ArrayList<>();
        int start = 0;
        long bytes = 0;
        for (int i = 0; i < messages.size(); i++) {
            long size = sizeInBatch(messages.get(i));
            if (size > mostBytes) {
                throw new MessageTooLargeException(
                        "message " + i + " of the list", size, mostBytes, "send it alone");
            }
            if (bytes + size > mostBytes) {
                batches.add(List.copyOf(messages.subList(start, i)));
                start = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (start < messages.size()) {
            batches.add(List.copyOf(messages.subList(start, messages.size())));
        }
        return List.copyOf(batches);
    }

    /** Bytes that a message takes in a batch, at most. */
    static long sizeInBatch(Message message) {
        return (long) FIXED_BYTES
                + message.body().length
                + message.properties().encodeToBytes().length
                + ADDED_PROPERTY_BYTES;
    }
}
