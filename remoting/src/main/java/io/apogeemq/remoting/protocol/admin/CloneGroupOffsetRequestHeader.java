package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of CLONE_GROUP_OFFSET (314).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others". An empty text is an absent
 * field.
 */
public record CloneGroupOffsetRequestHeader(
        String srcGroup,
        String destGroup,
        String topic, // empty: all topics
        boolean offline)
        implements CommandHeader {

    /** Checks that no text is null. */
    public CloneGroupOffsetRequestHeader {
        Objects.requireNonNull(srcGroup, "srcGroup");
        Objects.requireNonNull(destGroup, "destGroup");
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static CloneGroupOffsetRequestHeader read(HeaderFields in) {
        return new CloneGroupOffsetRequestHeader(
                in.requireString("srcGroup"),
                in.requireString("destGroup"),
                in.stringOr("topic", ""),
                in.booleanOr("offline", false));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("srcGroup", srcGroup);
        out.put("destGroup", destGroup);
        out.put("topic", WireText.orAbsent(topic));
        out.put("offline", offline);
    }
}
