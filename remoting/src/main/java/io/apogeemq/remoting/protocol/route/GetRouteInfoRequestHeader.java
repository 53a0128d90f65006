package io.apogeemq.remoting.protocol.route;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of GET_ROUTEINFO_BY_TOPIC (105).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Route". An empty text is an absent
 * field.
 */
public record GetRouteInfoRequestHeader(
        String topic, boolean acceptStandardJsonOnly, String zoneName, boolean zoneMode)
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetRouteInfoRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(zoneName, "zoneName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetRouteInfoRequestHeader read(HeaderFields in) {
        return new GetRouteInfoRequestHeader(
                in.requireString("topic"),
                in.booleanOr("acceptStandardJsonOnly", false),
                in.stringOr("__ZONE_NAME", ""),
                in.booleanOr("__ZONE_MODE", false));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("acceptStandardJsonOnly", acceptStandardJsonOnly);
        out.put("__ZONE_NAME", WireText.orAbsent(zoneName));
        out.put("__ZONE_MODE", zoneMode);
    }
}
