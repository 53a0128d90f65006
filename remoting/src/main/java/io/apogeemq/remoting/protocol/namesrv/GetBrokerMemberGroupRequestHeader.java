package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_BROKER_MEMBER_GROUP (901).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 8.
 */
public record GetBrokerMemberGroupRequestHeader(String clusterName, String brokerName)
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetBrokerMemberGroupRequestHeader {
        Objects.requireNonNull(clusterName, "clusterName");
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetBrokerMemberGroupRequestHeader read(HeaderFields in) {
        return new GetBrokerMemberGroupRequestHeader(
                in.requireString("clusterName"), in.requireString("brokerName"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("clusterName", clusterName);
        out.put("brokerName", brokerName);
    }
}
