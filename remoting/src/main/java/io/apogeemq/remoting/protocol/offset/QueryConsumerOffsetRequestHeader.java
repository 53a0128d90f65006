package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of QUERY_CONSUMER_OFFSET (14).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Offsets".
 */
public record QueryConsumerOffsetRequestHeader(
        String consumerGroup, String topic, int queueId, boolean setZeroIfNotFound)
        implements CommandHeader {

    /** Checks that no text is null. */
    public QueryConsumerOffsetRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryConsumerOffsetRequestHeader read(HeaderFields in) {
        return new QueryConsumerOffsetRequestHeader(
                in.requireString("consumerGroup"),
                in.requireString("topic"),
                in.requireInt("queueId"),
                in.booleanOr("setZeroIfNotFound", true));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
        out.put("topic", topic);
        out.put("queueId", queueId);
        out.put("setZeroIfNotFound", setZeroIfNotFound);
    }
}
