package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import java.util.Objects;

/**
 * Header of GET_PRODUCER_CONNECTION_LIST (204).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "GET_PRODUCER_CONNECTION_LIST".
 */
public record GetProducerConnectionListRequestHeader(String producerGroup)
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetProducerConnectionListRequestHeader {
        Objects.requireNonNull(producerGroup, "producerGroup");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetProducerConnectionListRequestHeader read(HeaderFields in) {
        return new GetProducerConnectionListRequestHeader(in.requireString("producerGroup"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("producerGroup", producerGroup);
    }
}
