package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of NOTIFY_MIN_BROKER_ID_CHANGE (905), name server to brokers, one-way.
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 9. An empty text is an
 * absent field.
 */
public record NotifyMinBrokerIdChangeRequestHeader(
        long minBrokerId,
        String brokerName,
        String minBrokerAddr,
        String offlineBrokerAddr,
        String haBrokerAddr)
        implements CommandHeader {

    /** Checks that no text is null. */
    public NotifyMinBrokerIdChangeRequestHeader {
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(minBrokerAddr, "minBrokerAddr");
        Objects.requireNonNull(offlineBrokerAddr, "offlineBrokerAddr");
        Objects.requireNonNull(haBrokerAddr, "haBrokerAddr");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static NotifyMinBrokerIdChangeRequestHeader read(HeaderFields in) {
        return new NotifyMinBrokerIdChangeRequestHeader(
                in.requireLong("minBrokerId"),
                in.stringOr("brokerName", ""),
                in.stringOr("minBrokerAddr", ""),
                in.stringOr("offlineBrokerAddr", ""),
                in.stringOr("haBrokerAddr", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("minBrokerId", minBrokerId);
        out.put("brokerName", WireText.orAbsent(brokerName));
        out.put("minBrokerAddr", WireText.orAbsent(minBrokerAddr));
        out.put("offlineBrokerAddr", WireText.orAbsent(offlineBrokerAddr));
        out.put("haBrokerAddr", WireText.orAbsent(haBrokerAddr));
    }
}
