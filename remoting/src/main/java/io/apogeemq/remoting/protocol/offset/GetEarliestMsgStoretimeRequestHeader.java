package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_EARLIEST_MSG_STORETIME (32).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "GET_MAX_OFFSET".
 */
public record GetEarliestMsgStoretimeRequestHeader(String topic, int queueId)
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetEarliestMsgStoretimeRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetEarliestMsgStoretimeRequestHeader read(HeaderFields in) {
        return new GetEarliestMsgStoretimeRequestHeader(
                in.requireString("topic"), in.requireInt("queueId"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", topic);
        out.put("queueId", queueId);
    }
}
