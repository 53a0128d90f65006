package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_CONSUMER_LIST_BY_GROUP (38).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "GET_CONSUMER_LIST_BY_GROUP".
 */
public record GetConsumerListByGroupRequestHeader(String consumerGroup) implements CommandHeader {

    /** Checks that no text is null. */
    public GetConsumerListByGroupRequestHeader {
        Objects.requireNonNull(consumerGroup, "consumerGroup");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetConsumerListByGroupRequestHeader read(HeaderFields in) {
        return new GetConsumerListByGroupRequestHeader(in.requireString("consumerGroup"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("consumerGroup", consumerGroup);
    }
}
