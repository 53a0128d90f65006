package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of GET_ALL_SUBSCRIPTIONGROUP_CONFIG (201); older peers send none of the fields.
 *
 * <p>Names, types and defaults: wire spec, requests-ha-controller, section 1. An empty text is
 * an absent field.
 */
public record GetAllSubscriptionGroupRequestHeader(
        int groupSeq, // first wanted index
        int maxGroupNum, // 0: all
        String dataVersion) // JSON of the asker's version
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetAllSubscriptionGroupRequestHeader {
        Objects.requireNonNull(dataVersion, "dataVersion");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetAllSubscriptionGroupRequestHeader read(HeaderFields in) {
        return new GetAllSubscriptionGroupRequestHeader(
                in.intOr("groupSeq", 0),
                in.intOr("maxGroupNum", 0),
                in.stringOr("dataVersion", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("groupSeq", groupSeq);
        if (maxGroupNum != 0) {
            out.put("maxGroupNum", maxGroupNum);
        }
        out.put("dataVersion", WireText.orAbsent(dataVersion));
    }
}
