package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of QUERY_TOPIC_CONSUME_BY_WHO (300).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others".
 */
public record QueryTopicConsumeByWhoRequestHeader(String topic) implements CommandHeader {

    /** Checks that no text is null. */
    public QueryTopicConsumeByWhoRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryTopicConsumeByWhoRequestHeader read(HeaderFields in) {
        return new QueryTopicConsumeByWhoRequestHeader(in.requireString("topic"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
    }
}
