package io.apogeemq.remoting.protocol.send;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of the reply to RECALL_MESSAGE (370).
 *
 * <p>Names, types and defaults: wire spec, requests-core, "RECALL_MESSAGE". An empty text is an
 * absent field.
 */
public record RecallMessageResponseHeader(
        String msgId, // unique key of the cancelled message
        String regionId)
        implements CommandHeader {

    /** Checks that no text is null. */
    public RecallMessageResponseHeader {
        Objects.requireNonNull(msgId, "msgId");
        Objects.requireNonNull(regionId, "regionId");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static RecallMessageResponseHeader read(HeaderFields in) {
        return new RecallMessageResponseHeader(
                in.stringOr("msgId", ""), in.stringOr("MSG_REGION", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("msgId", WireText.orAbsent(msgId));
        out.put("MSG_REGION", WireText.orAbsent(regionId));
    }
}
