package io.apogeemq.remoting.protocol.register;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of BROKER_HEARTBEAT (904), to name servers and controllers, usually one-way.
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 4.
 */
public record BrokerHeartbeatRequestHeader(
        String clusterName,
        String brokerAddr,
        String brokerName,
        long brokerId,
        int epoch,
        long maxOffset,
        long confirmOffset,
        long heartbeatTimeoutMillis, // "Mills" on the wire
        int electionPriority)
        implements CommandHeader {

    /** A number that the sender left out. */
    public static final int NO_VALUE = -1;

    /** Checks that no text is null. */
    public BrokerHeartbeatRequestHeader {
        Objects.requireNonNull(clusterName, "clusterName");
        Objects.requireNonNull(brokerAddr, "brokerAddr");
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static BrokerHeartbeatRequestHeader read(HeaderFields in) {
        return new BrokerHeartbeatRequestHeader(
                in.requireString("clusterName"),
                in.requireString("brokerAddr"),
                in.requireString("brokerName"),
                in.longOr("brokerId", NO_VALUE),
                in.intOr("epoch", NO_VALUE),
                in.longOr("maxOffset", NO_VALUE),
                in.longOr("confirmOffset", NO_VALUE),
                in.longOr("heartbeatTimeoutMills", NO_VALUE),
                in.intOr("electionPriority", NO_VALUE));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("clusterName", clusterName);
        out.put("brokerAddr", brokerAddr);
        out.put("brokerName", brokerName);
        if (brokerId != NO_VALUE) {
            out.put("brokerId", brokerId);
        }
        if (epoch != NO_VALUE) {
            out.put("epoch", epoch);
        }
        if (maxOffset != NO_VALUE) {
            out.put("maxOffset", maxOffset);
        }
        if (confirmOffset != NO_VALUE) {
            out.put("confirmOffset", confirmOffset);
        }
        if (heartbeatTimeoutMillis != NO_VALUE) {
            out.put("heartbeatTimeoutMills", heartbeatTimeoutMillis);
        }
        if (electionPriority != NO_VALUE) {
            out.put("electionPriority", electionPriority);
        }
    }
}
