package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of the reply to GET_KV_CONFIG (101).
 *
 * <p>Names, types and defaults: wire spec, requests-namesrv, section 13. An empty text is an
 * absent field.
 */
public record GetKvConfigResponseHeader(String value) implements CommandHeader {

    /** Checks that no text is null. */
    public GetKvConfigResponseHeader {
        Objects.requireNonNull(value, "value");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static GetKvConfigResponseHeader read(HeaderFields in) {
        return new GetKvConfigResponseHeader(in.stringOr("value", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("value", WireText.orAbsent(value));
    }
}
