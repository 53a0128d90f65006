package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of GET_CONSUME_STATS (208).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "GET_CONSUME_STATS". An empty text
 * is an absent field.
 */
public record GetConsumeStatsRequestHeader(
        String consumerGroup, String topic, String topicList) // joined with ';', 5.4 only
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetConsumeStatsRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(topicList, "topicList");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetConsumeStatsRequestHeader read(HeaderFields in) {
        return new GetConsumeStatsRequestHeader(
                in.requireString("consumerGroup"),
                in.stringOr("topic", ""),
                in.stringOr("topicList", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
        out.put("topic", WireText.orAbsent(topic));
        out.put("topicList", WireText.orAbsent(topicList));
    }
}
