package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of QUERY_TOPICS_BY_CONSUMER (343).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others".
 */
public record QueryTopicsByConsumerRequestHeader(String group) implements CommandHeader {

    /** Checks that no text is null. */
    public QueryTopicsByConsumerRequestHeader {
        Objects.requireNonNull(group, "group");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryTopicsByConsumerRequestHeader read(HeaderFields in) {
        return new QueryTopicsByConsumerRequestHeader(in.requireString("group"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("group", group);
    }
}
