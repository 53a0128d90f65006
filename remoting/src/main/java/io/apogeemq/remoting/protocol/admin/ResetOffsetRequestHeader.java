package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of INVOKE_BROKER_TO_RESET_OFFSET (222) and of its push to consumers,
 * RESET_CONSUMER_CLIENT_OFFSET (220).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "INVOKE_BROKER_TO_RESET_OFFSET".
 */
public record ResetOffsetRequestHeader(
        String topic,
        String group,
        int queueId, // -1: all queues
        long offset, // with queueId only
        long timestamp, // -1: to the end
        boolean force)
        implements CommandHeader {

    /** Checks that no text is null. */
    public ResetOffsetRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(group, "group");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static ResetOffsetRequestHeader read(HeaderFields in) {
        return new ResetOffsetRequestHeader(
                in.requireString("topic"),
                in.requireString("group"),
                in.intOr("queueId", -1),
                in.longOr("offset", -1),
                in.longOr("timestamp", -1),
                in.booleanOr("isForce", false));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("group", group);
        out.put("queueId", queueId);
        if (offset != -1) {
            out.put("offset", offset);
        }
        out.put("timestamp", timestamp);
        out.put("isForce", force);
    }
}
