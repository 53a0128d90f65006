package io.apogeemq.remoting.protocol.heartbeat;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of UNREGISTER_CLIENT (35).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "UNREGISTER_CLIENT". An empty text is
 * an absent field.
 */
public record UnregisterClientRequestHeader(
        String clientId, String producerGroup, String consumerGroup) implements CommandHeader {

    /** Checks that no text is null. */
    public UnregisterClientRequestHeader {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(producerGroup, "producerGroup");
        Objects.requireNonNull(consumerGroup, "consumerGroup");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static UnregisterClientRequestHeader read(HeaderFields in) {
        return new UnregisterClientRequestHeader(
                in.requireString("clientID"),
                in.stringOr("producerGroup", ""),
                in.stringOr("consumerGroup", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("clientID", clientId);
        out.put("producerGroup", WireText.orAbsent(producerGroup));
        out.put("consumerGroup", WireText.orAbsent(consumerGroup));
    }
}
