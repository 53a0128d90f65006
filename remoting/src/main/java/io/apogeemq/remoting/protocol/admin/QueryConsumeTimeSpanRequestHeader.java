package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of QUERY_CONSUME_TIME_SPAN (303).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others".
 */
public record QueryConsumeTimeSpanRequestHeader(String topic, String group)
        implements CommandHeader {

    /** Checks that no text is null. */
    public QueryConsumeTimeSpanRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(group, "group");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryConsumeTimeSpanRequestHeader read(HeaderFields in) {
        return new QueryConsumeTimeSpanRequestHeader(
                in.requireString("topic"), in.requireString("group"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("group", group);
    }
}
