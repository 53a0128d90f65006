package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of QUERY_SUBSCRIPTION_BY_CONSUMER (345).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others".
 */
public record QuerySubscriptionByConsumerRequestHeader(String group, String topic)
        implements CommandHeader {

    /** Checks that no text is null. */
    public QuerySubscriptionByConsumerRequestHeader {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QuerySubscriptionByConsumerRequestHeader read(HeaderFields in) {
        return new QuerySubscriptionByConsumerRequestHeader(
                in.requireString("group"), in.requireString("topic"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("group", group);
        out.put("topic", topic);
    }
}
