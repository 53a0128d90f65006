package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of QUERY_CORRECTION_OFFSET (308).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others". An empty text is an absent
 * field.
 */
public record QueryCorrectionOffsetRequestHeader(
        String filterGroups, // joined with ','
        String compareGroup,
        String topic)
        implements CommandHeader {

    /** Checks that no text is null. */
    public QueryCorrectionOffsetRequestHeader {
        Objects.requireNonNull(filterGroups, "filterGroups");
        Objects.requireNonNull(compareGroup, "compareGroup");
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryCorrectionOffsetRequestHeader read(HeaderFields in) {
        return new QueryCorrectionOffsetRequestHeader(
                in.stringOr("filterGroups", ""),
                in.requireString("compareGroup"),
                in.requireString("topic"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("filterGroups", WireText.orAbsent(filterGroups));
        out.put("compareGroup", compareGroup);
        out.put("topic", topic);
    }
}
