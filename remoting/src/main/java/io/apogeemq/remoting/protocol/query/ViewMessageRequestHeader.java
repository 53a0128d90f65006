package io.apogeemq.remoting.protocol.query;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of VIEW_MESSAGE_BY_ID (33).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "VIEW_MESSAGE_BY_ID". An empty text
 * is an absent field.
 */
public record ViewMessageRequestHeader(
        String topic, long offset) // physical offset of the record in the CommitLog
        implements CommandHeader {

    /** Checks that no text is null. */
    public ViewMessageRequestHeader {
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static ViewMessageRequestHeader read(HeaderFields in) {
        return new ViewMessageRequestHeader(in.stringOr("topic", ""), in.requireLong("offset"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", WireText.orAbsent(topic));
        out.put("offset", offset);
    }
}
