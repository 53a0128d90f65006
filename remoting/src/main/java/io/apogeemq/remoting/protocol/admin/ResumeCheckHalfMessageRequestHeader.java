package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of RESUME_CHECK_HALF_MESSAGE (323).
 *
 * <p>Names, types and defaults: wire spec, requests-admin, "RESUME_CHECK_HALF_MESSAGE". An
 * empty text is an absent field.
 */
public record ResumeCheckHalfMessageRequestHeader(String topic, String msgId) // offset id
        implements CommandHeader {

    /** Checks that no text is null. */
    public ResumeCheckHalfMessageRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(msgId, "msgId");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static ResumeCheckHalfMessageRequestHeader read(HeaderFields in) {
        return new ResumeCheckHalfMessageRequestHeader(
                in.stringOr("topic", ""), in.requireString("msgId"));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", WireText.orAbsent(topic));
        out.put("msgId", msgId);
    }
}
