package io.apogeemq.remoting.protocol.register;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of QUERY_DATA_VERSION (322).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 5.
 */
public record QueryDataVersionRequestHeader(
        String brokerName, String brokerAddr, String clusterName, long brokerId)
        implements CommandHeader {

    /** Checks that no text is null. */
    public QueryDataVersionRequestHeader {
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(brokerAddr, "brokerAddr");
        Objects.requireNonNull(clusterName, "clusterName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryDataVersionRequestHeader read(HeaderFields in) {
        return new QueryDataVersionRequestHeader(
                in.requireString("brokerName"),
                in.requireString("brokerAddr"),
                in.requireString("clusterName"),
                in.requireLong("brokerId"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("brokerName", brokerName);
        out.put("brokerAddr", brokerAddr);
        out.put("clusterName", clusterName);
        out.put("brokerId", brokerId);
    }
}
