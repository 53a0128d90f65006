package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of VIEW_BROKER_STATS_DATA (315).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others".
 */
public record ViewBrokerStatsDataRequestHeader(String statsName, String statsKey)
        implements CommandHeader {

    /** Checks that no text is null. */
    public ViewBrokerStatsDataRequestHeader {
        Objects.requireNonNull(statsName, "statsName");
        Objects.requireNonNull(statsKey, "statsKey");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static ViewBrokerStatsDataRequestHeader read(HeaderFields in) {
        return new ViewBrokerStatsDataRequestHeader(
                in.requireString("statsName"), in.requireString("statsKey"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("statsName", statsName);
        out.put("statsKey", statsKey);
    }
}
