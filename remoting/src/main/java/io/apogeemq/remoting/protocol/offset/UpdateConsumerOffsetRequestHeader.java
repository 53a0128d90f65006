package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of UPDATE_CONSUMER_OFFSET (15), usually one-way.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Offsets".
 */
public record UpdateConsumerOffsetRequestHeader(
        String consumerGroup, String topic, int queueId, long commitOffset)
        implements CommandHeader {

    /** Checks that no text is null. */
    public UpdateConsumerOffsetRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static UpdateConsumerOffsetRequestHeader read(HeaderFields in) {
        return new UpdateConsumerOffsetRequestHeader(
                in.requireString("consumerGroup"),
                in.requireString("topic"),
                in.requireInt("queueId"),
                in.requireLong("commitOffset"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
        out.put("topic", topic);
        out.put("queueId", queueId);
        out.put("commitOffset", commitOffset);
    }
}
