package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of DELETE_SUBSCRIPTIONGROUP (207).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Consumer groups and progress".
 */
public record DeleteSubscriptionGroupRequestHeader(String groupName, boolean cleanOffset)
        implements CommandHeader {

    /** Checks that no text is null. */
    public DeleteSubscriptionGroupRequestHeader {
        Objects.requireNonNull(groupName, "groupName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static DeleteSubscriptionGroupRequestHeader read(HeaderFields in) {
        return new DeleteSubscriptionGroupRequestHeader(
                in.requireString("groupName"), in.booleanOr("cleanOffset", false));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("groupName", groupName);
        out.put("cleanOffset", cleanOffset);
    }
}
