package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_TOPIC_STATS_INFO (202).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "GET_TOPIC_STATS_INFO".
 */
public record GetTopicStatsInfoRequestHeader(String topic) implements CommandHeader {

    /** Checks that no text is null. */
    public GetTopicStatsInfoRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetTopicStatsInfoRequestHeader read(HeaderFields in) {
        return new GetTopicStatsInfoRequestHeader(in.requireString("topic"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
    }
}
