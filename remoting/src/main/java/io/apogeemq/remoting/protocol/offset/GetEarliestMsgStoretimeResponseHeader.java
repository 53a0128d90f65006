package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to GET_EARLIEST_MSG_STORETIME (32).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "GET_MAX_OFFSET".
 */
public record GetEarliestMsgStoretimeResponseHeader(long timestamp) // ms; -1: the queue is empty
        implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetEarliestMsgStoretimeResponseHeader read(HeaderFields in) {
        return new GetEarliestMsgStoretimeResponseHeader(in.requireLong("timestamp"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("timestamp", timestamp);
    }
}
