package io.apogeemq.remoting.protocol.heartbeat;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to HEART_BEAT (34).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "HEART_BEAT".
 */
public record HeartbeatResponseHeader(boolean supportsHeartbeatV2, boolean subscriptionChanged)
        implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static HeartbeatResponseHeader read(HeaderFields in) {
        return new HeartbeatResponseHeader(
                in.booleanOr("IS_SUPPORT_HEART_BEAT_V2", false),
                in.booleanOr("IS_SUB_CHANGE", true));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("IS_SUPPORT_HEART_BEAT_V2", supportsHeartbeatV2);
        out.put("IS_SUB_CHANGE", subscriptionChanged);
    }
}
