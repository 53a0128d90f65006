package io.apogeemq.remoting.protocol.register;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of the reply to QUERY_DATA_VERSION (322).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 5.
 */
public record QueryDataVersionResponseHeader(boolean changed) implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static QueryDataVersionResponseHeader read(HeaderFields in) {
        return new QueryDataVersionResponseHeader(in.booleanOr("changed", true));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("changed", changed);
    }
}
