package io.apogeemq.remoting.protocol.query;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to QUERY_MESSAGE (12).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "QUERY_MESSAGE".
 */
public record QueryMessageResponseHeader(
        long indexLastUpdateTimestamp, long indexLastUpdatePhyoffset) implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryMessageResponseHeader read(HeaderFields in) {
        return new QueryMessageResponseHeader(
                in.requireLong("indexLastUpdateTimestamp"),
                in.requireLong("indexLastUpdatePhyoffset"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("indexLastUpdateTimestamp", indexLastUpdateTimestamp);
        out.put("indexLastUpdatePhyoffset", indexLastUpdatePhyoffset);
    }
}
