package io.apogeemq.remoting.protocol.register;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of UNREGISTER_BROKER (104).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 3.
 */
public record UnregisterBrokerRequestHeader(
        String brokerName, String brokerAddr, String clusterName, long brokerId)
        implements CommandHeader {

    /** Checks that no text is null. */
    public UnregisterBrokerRequestHeader {
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(brokerAddr, "brokerAddr");
        Objects.requireNonNull(clusterName, "clusterName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static UnregisterBrokerRequestHeader read(HeaderFields in) {
        return new UnregisterBrokerRequestHeader(
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
