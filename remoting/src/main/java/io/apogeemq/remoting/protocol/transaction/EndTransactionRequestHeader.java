package io.apogeemq.remoting.protocol.transaction;

import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import java.util.Objects;

/**
 * Header of END_TRANSACTION (37), one-way in practice.
 *
 * <p>Names, types and defaults: wire spec, requests-core, "END_TRANSACTION". An empty text is
 * an absent field.
 */
public record EndTransactionRequestHeader(
        String topic, // real topic, 5.x only
        String producerGroup,
        long tranStateTableOffset, // queue offset of the half message
        long commitLogOffset,
        int commitOrRollback, // COMMIT, ROLLBACK or UNKNOWN
        boolean fromTransactionCheck,
        String msgId,
        String transactionId)
        implements CommandHeader {

    /** Value of commitOrRollback: make the message visible. */
    public static final int COMMIT = 8;

    /** Value of commitOrRollback: drop the message. */
    public static final int ROLLBACK = 12;

    /** Value of commitOrRollback: ask again later. */
    public static final int UNKNOWN = 0;

    /** Checks that no text is null. */
    public EndTransactionRequestHeader {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(producerGroup, "producerGroup");
        Objects.requireNonNull(msgId, "msgId");
        Objects.requireNonNull(transactionId, "transactionId");
    }

    /** Reads the fields; a required one that is missing is an error that names it. */
    public static EndTransactionRequestHeader read(HeaderFields in) {
        return new EndTransactionRequestHeader(
                in.stringOr("topic", ""),
                in.requireString("producerGroup"),
                in.requireLong("tranStateTableOffset"),
                in.requireLong("commitLogOffset"),
                in.requireInt("commitOrRollback"),
                in.booleanOr("fromTransactionCheck", false),
                in.requireString("msgId"),
                in.stringOr("transactionId", ""));
    }

    @Override
    public void write(HeaderWriter out) {
        out.put("topic", WireText.orAbsent(topic));
        out.put("producerGroup", producerGroup);
        out.put("tranStateTableOffset", tranStateTableOffset);
        out.put("commitLogOffset", commitLogOffset);
        out.put("commitOrRollback", commitOrRollback);
        out.put("fromTransactionCheck", fromTransactionCheck);
        out.put("msgId", msgId);
        out.put("transactionId", WireText.orAbsent(transactionId));
    }
}
