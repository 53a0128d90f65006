package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_TOPIC_CONFIG (351).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "GET_TOPIC_CONFIG".
 */
public record GetTopicConfigRequestHeader(String topic, boolean withMapping)
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetTopicConfigRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetTopicConfigRequestHeader read(HeaderFields in) {
        return new GetTopicConfigRequestHeader(
                in.requireString("topic"), in.booleanOr("lo", false));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("lo", withMapping);
    }
}
