package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_CONSUMER_CONNECTION_LIST (203).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "GET_CONSUMER_CONNECTION_LIST".
 */
public record GetConsumerConnectionListRequestHeader(String consumerGroup)
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetConsumerConnectionListRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetConsumerConnectionListRequestHeader read(HeaderFields in) {
        return new GetConsumerConnectionListRequestHeader(in.requireString("consumerGroup"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
    }
}
