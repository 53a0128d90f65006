package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;

/**
 * Header of GET_BROKER_CONSUME_STATS (317).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "Others".
 */
public record GetBrokerConsumeStatsRequestHeader(boolean ordered) implements CommandHeader {

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetBrokerConsumeStatsRequestHeader read(HeaderFields in) {
        return new GetBrokerConsumeStatsRequestHeader(in.booleanOr("isOrder", false));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("isOrder", ordered);
    }
}
