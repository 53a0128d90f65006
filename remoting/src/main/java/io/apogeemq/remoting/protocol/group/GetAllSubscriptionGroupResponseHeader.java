package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to GET_ALL_SUBSCRIPTIONGROUP_CONFIG (201).
 *
 * <p>Names, types and defaults: wire spec, requests-ha-controller, section 1.
 */
public record GetAllSubscriptionGroupResponseHeader(int totalGroupNum) implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetAllSubscriptionGroupResponseHeader read(HeaderFields in) {
        return new GetAllSubscriptionGroupResponseHeader(in.intOr("totalGroupNum", 0));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("totalGroupNum", totalGroupNum);
    }
}
