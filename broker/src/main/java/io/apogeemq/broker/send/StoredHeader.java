package io.apogeemq.broker.send;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.message.MessageId;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderWriter;
import io.apogeemq.remoting.protocol.WireText;
import io.apogeemq.remoting.protocol.send.SendMessageResponseHeader;

/**
 * The header of an answer that says where messages were stored: {@link SendMessageResponseHeader} with the
 * offset ids as the digits that go out, so that the long list of a batch is copied in one piece.
 *
 * <p>Threads: immutable.
 */
final class StoredHeader implements CommandHeader {
    private final byte[] messageIds;
    private final int queueId;
    private final long queueOffset;
    private final String uniqueKey;
    private final String regionId;
    private final boolean traceOn;

    /**
     * @param messageIds digits of the {@link MessageId}, of a batch all of them, joined by commas
     * @param queueOffset of a batch: of the first
     * @param uniqueKey of the message, or empty
     */
    StoredHeader(
            byte[] messageIds,
            int queueId,
            long queueOffset,
            String uniqueKey,
            String regionId,
            boolean traceOn) {
        this.messageIds = messageIds;
        this.queueId = queueId;
        this.queueOffset = queueOffset;
        this.uniqueKey = requireNonNull(uniqueKey, "uniqueKey");
        this.regionId = requireNonNull(regionId, "regionId");
        this.traceOn = traceOn;
    }

    @Override
    public void write(HeaderWriter out) {
        out.putPlain("msgId", messageIds);
        out.put("queueId", queueId);
        out.put("queueOffset", queueOffset);
        out.put("transactionId", WireText.orAbsent(uniqueKey));
        out.put("MSG_REGION", WireText.orAbsent(regionId));
        out.put("TRACE_ON", traceOn);
    }
}
