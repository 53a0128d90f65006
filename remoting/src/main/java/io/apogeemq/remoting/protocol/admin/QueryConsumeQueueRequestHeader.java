package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of QUERY_CONSUME_QUEUE (321).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "QUERY_CONSUME_QUEUE". An empty text
 * is an absent field.
 */
public record QueryConsumeQueueRequestHeader(
        String topic,
        int queueId,
        long index, // queue offset of the first entry
        int count,
        String consumerGroup)
        implements CommandHeader {

    /** Checks that no text is null. */
    public QueryConsumeQueueRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(consumerGroup, "consumerGroup");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryConsumeQueueRequestHeader read(HeaderFields in) {
        return new QueryConsumeQueueRequestHeader(
                in.requireString("topic"),
                in.requireInt("queueId"),
                in.requireLong("index"),
                in.requireInt("count"),
                in.stringOr("consumerGroup", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("queueId", queueId);
        out.put("index", index);
        out.put("count", count);
        out.put("consumerGroup", WireText.orAbsent(consumerGroup));
    }
}
