package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of INVOKE_BROKER_TO_GET_CONSUMER_STATUS (223) and of GET_CONSUMER_STATUS_FROM_CLIENT
 * (221).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others". An empty text is an absent
 * field.
 */
public record GetConsumerStatusRequestHeader(
        String topic, String group, String clientId) // a client id, empty: all members
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetConsumerStatusRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(clientId, "clientId");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetConsumerStatusRequestHeader read(HeaderFields in) {
        return new GetConsumerStatusRequestHeader(
                in.requireString("topic"),
                in.requireString("group"),
                in.stringOr("clientAddr", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("group", group);
        out.put("clientAddr", WireText.orAbsent(clientId));
    }
}
