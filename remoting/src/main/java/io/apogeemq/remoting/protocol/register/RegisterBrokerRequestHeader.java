package io.apogeemq.remoting.protocol.register;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of REGISTER_BROKER (103).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 2. An empty text is an
 * absent field.
 */
public record RegisterBrokerRequestHeader(
        String brokerName,
        String brokerAddr,
        String clusterName,
        String haServerAddr,
        long brokerId, // 0: master
        long heartbeatTimeoutMillis,
        boolean enableActingMaster,
        boolean compressed,
        int bodyCrc32, // 0: not checked
        String zoneName)
        implements CommandHeader {

    /** The broker leaves the timeout to the name server. */
    public static final long NO_TIMEOUT = -1;

    /** Checks that no text is null. */
    public RegisterBrokerRequestHeader {
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(brokerAddr, "brokerAddr");
        Objects.requireNonNull(clusterName, "clusterName");
        Objects.requireNonNull(haServerAddr, "haServerAddr");
        Objects.requireNonNull(zoneName, "zoneName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static RegisterBrokerRequestHeader read(HeaderFields in) {
        return new RegisterBrokerRequestHeader(
                in.requireString("brokerName"),
                in.requireString("brokerAddr"),
                in.requireString("clusterName"),
                in.requireString("haServerAddr"),
                in.requireLong("brokerId"),
                in.longOr("heartbeatTimeoutMillis", NO_TIMEOUT),
                in.booleanOr("enableActingMaster", false),
                in.booleanOr("compressed", false),
                in.intOr("bodyCrc32", 0),
                in.stringOr("__ZONE_NAME", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("brokerName", brokerName);
        out.put("brokerAddr", brokerAddr);
        out.put("clusterName", clusterName);
        out.put("haServerAddr", haServerAddr);
        out.put("brokerId", brokerId);
        if (heartbeatTimeoutMillis != NO_TIMEOUT) {
            out.put("heartbeatTimeoutMillis", heartbeatTimeoutMillis);
        }
        out.put("enableActingMaster", enableActingMaster);
        out.put("compressed", compressed);
        out.put("bodyCrc32", bodyCrc32);
        out.put("__ZONE_NAME", WireText.orAbsent(zoneName));
    }
}
