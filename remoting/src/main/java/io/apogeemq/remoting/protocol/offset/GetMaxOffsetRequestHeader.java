package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_MAX_OFFSET (30).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "GET_MAX_OFFSET".
 */
public record GetMaxOffsetRequestHeader(String topic, int queueId, boolean committed)
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetMaxOffsetRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetMaxOffsetRequestHeader read(HeaderFields in) {
        return new GetMaxOffsetRequestHeader(
                in.requireString("topic"),
                in.requireInt("queueId"),
                in.booleanOr("committed", true));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("queueId", queueId);
        out.put("committed", committed);
    }
}
