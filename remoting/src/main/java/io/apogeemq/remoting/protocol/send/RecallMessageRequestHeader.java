package io.apogeemq.remoting.protocol.send;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of RECALL_MESSAGE (370): cancels a message that is not yet due.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "RECALL_MESSAGE". An empty text is an
 * absent field.
 */
public record RecallMessageRequestHeader(String producerGroup, String topic, String recallHandle)
        implements CommandHeader {

    /** Checks that no text is null. */
    public RecallMessageRequestHeader {
        Objects.requireNonNull(producerGroup, "producerGroup");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(recallHandle, "recallHandle");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static RecallMessageRequestHeader read(HeaderFields in) {
        return new RecallMessageRequestHeader(
                in.stringOr("producerGroup", ""),
                in.requireString("topic"),
                in.requireString("recallHandle"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("producerGroup", WireText.orAbsent(producerGroup));
        out.put("topic", topic);
        out.put("recallHandle", recallHandle);
    }
}
