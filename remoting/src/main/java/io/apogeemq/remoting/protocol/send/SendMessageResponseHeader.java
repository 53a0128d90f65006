package io.apogeemq.remoting.protocol.send;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of the reply to the send family: where the message went. A refused send has only the region
 * and the trace switch.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "Sending". An empty text is an absent field.
 *
 * <p>Hot path: one pass over the fields.
 *
 * <p>Threads: immutable.
 */
public record SendMessageResponseHeader(
        String msgId, // offset id; of a batch all, joined with ','; empty: nothing was stored
        int queueId,
        long queueOffset, // of a batch: of the first
        String transactionId, // unique key of the message
        String batchUniqId, // topics with batch queues only
        String recallHandle, // messages delayed by time only
        String regionId,
        boolean traceOn)
        implements CommandHeader {

    /** Checks that no text is null. */
    public SendMessageResponseHeader {
        Objects.requireNonNull(msgId, "msgId");
        Objects.requireNonNull(transactionId, "transactionId");
        Objects.requireNonNull(batchUniqId, "batchUniqId");
        Objects.requireNonNull(recallHandle, "recallHandle");
        Objects.requireNonNull(regionId, "regionId");
    }

    /** The header of an answer that says nothing was stored. */
    public static SendMessageResponseHeader refused(String regionId, boolean traceOn) {
        return new SendMessageResponseHeader("", 0, 0, "", "", "", regionId, traceOn);
    }

    /** Reads the fields. */
    public static SendMessageResponseHeader read(HeaderFields in) {
        return new SendMessageResponseHeader(
                in.stringOr("msgId", ""),
                in.intOr("queueId", 0),
                in.longOr("queueOffset", 0),
                in.stringOr("transactionId", ""),
                in.stringOr("batchUniqId", ""),
                in.stringOr("recallHandle", ""),
                in.stringOr("MSG_REGION", ""),
                in.booleanOr("TRACE_ON", true));
    }

    @Override
    public void write(HeaderWriter out) {
        if (!msgId.isEmpty()) {
            out.put("msgId", msgId);
            out.put("queueId", queueId);
            out.put("queueOffset", queueOffset);
            out.put("transactionId", WireText.orAbsent(transactionId));
            out.put("batchUniqId", WireText.orAbsent(batchUniqId));
            out.put("recallHandle", WireText.orAbsent(recallHandle));
        }
        out.put("MSG_REGION", WireText.orAbsent(regionId));
        out.put("TRACE_ON", traceOn);
    }
}
