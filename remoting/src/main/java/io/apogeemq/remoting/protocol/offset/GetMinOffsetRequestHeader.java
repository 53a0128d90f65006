package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_MIN_OFFSET (31).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "GET_MAX_OFFSET".
 */
public record GetMinOffsetRequestHeader(String topic, int queueId) implements CommandHeader {

    /** Checks that no text is null. */
    public GetMinOffsetRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetMinOffsetRequestHeader read(HeaderFields in) {
        return new GetMinOffsetRequestHeader(in.requireString("topic"), in.requireInt("queueId"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("queueId", queueId);
    }
}
