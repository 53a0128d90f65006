package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of the reply to GET_BROKER_CONFIG (26).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "GET_BROKER_CONFIG". An empty text
 * is an absent field.
 */
public record GetBrokerConfigResponseHeader(String version) // data version as JSON text
        implements CommandHeader {

    /** Checks that no text is null. */
    public GetBrokerConfigResponseHeader {
        Objects.requireNonNull(version, "version");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetBrokerConfigResponseHeader read(HeaderFields in) {
        return new GetBrokerConfigResponseHeader(in.stringOr("version", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("version", WireText.orAbsent(version));
    }
}
