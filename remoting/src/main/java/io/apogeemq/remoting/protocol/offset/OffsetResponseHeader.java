package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the replies to QUERY_CONSUMER_OFFSET (14), SEARCH_OFFSET_BY_TIMESTAMP (29),
 * GET_MAX_OFFSET (30) and GET_MIN_OFFSET (31).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Offsets".
 */
public record OffsetResponseHeader(long offset) implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static OffsetResponseHeader read(HeaderFields in) {
        return new OffsetResponseHeader(in.requireLong("offset"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("offset", offset);
    }
}
