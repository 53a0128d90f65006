package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_SUBSCRIPTIONGROUP_CONFIG (352).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Consumer groups and progress".
 */
public record GetSubscriptionGroupConfigRequestHeader(String group) implements CommandHeader {

    /** Checks that no text is null. */
    public GetSubscriptionGroupConfigRequestHeader {
        Objects.requireNonNull(group, "group");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetSubscriptionGroupConfigRequestHeader read(HeaderFields in) {
        return new GetSubscriptionGroupConfigRequestHeader(in.requireString("group"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("group", group);
    }
}
