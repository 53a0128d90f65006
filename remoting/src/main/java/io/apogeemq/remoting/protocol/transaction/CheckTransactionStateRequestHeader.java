package io.apogeemq.remoting.protocol.transaction;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of CHECK_TRANSACTION_STATE (39), broker to producer, one-way.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "CHECK_TRANSACTION_STATE". An empty
 * text is an absent field.
 */
public record CheckTransactionStateRequestHeader(
        String topic,
        long tranStateTableOffset, // queue offset of the half message
        long commitLogOffset,
        String msgId,
        String transactionId,
        String offsetMsgId,
        String brokerName)
        implements CommandHeader {

    /** Checks that no text is null. */
    public CheckTransactionStateRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(msgId, "msgId");
        Objects.requireNonNull(transactionId, "transactionId");
        Objects.requireNonNull(offsetMsgId, "offsetMsgId");
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static CheckTransactionStateRequestHeader read(HeaderFields in) {
        return new CheckTransactionStateRequestHeader(
                in.stringOr("topic", ""),
                in.requireLong("tranStateTableOffset"),
                in.requireLong("commitLogOffset"),
                in.stringOr("msgId", ""),
                in.stringOr("transactionId", ""),
                in.stringOr("offsetMsgId", ""),
                in.stringOr("bname", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", WireText.orAbsent(topic));
        out.put("tranStateTableOffset", tranStateTableOffset);
        out.put("commitLogOffset", commitLogOffset);
        out.put("msgId", WireText.orAbsent(msgId));
        out.put("transactionId", WireText.orAbsent(transactionId));
        out.put("offsetMsgId", WireText.orAbsent(offsetMsgId));
        out.put("bname", WireText.orAbsent(brokerName));
    }
}
