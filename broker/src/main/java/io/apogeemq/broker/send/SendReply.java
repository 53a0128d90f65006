package io.apogeemq.broker.send;

import io.apogeemq.common.message.MessageId;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.send.SendMessageResponseHeader;
import io.apogeemq.store.append.RefusalReason;

/**
 * The answers to a send: where the message is, or why it was not stored. The one place where the
 * store's outcomes become response codes.
 *
 * <p>Threads: immutable, safe for any thread.
 */
final class SendReply {
    private final String regionId;
    private final boolean traceOn;
    private final byte[] storeAddress;
    private final int storePort;

    SendReply(SendConfig config, byte[] storeAddress, int storePort) {
        this.regionId = config.regionId();
        this.traceOn = config.traceOn();
        this.storeAddress = storeAddress.clone();
        this.storePort = storePort;
    }

    /** The offset id of the record at a position of our log. */
    String messageId(long physicalOffset) {
        return MessageId.text(storeAddress, storePort, physicalOffset);
    }

    /** The offset ids of a batch, joined by commas. */
    String messageIds(long[] physicalOffsets) {
        return MessageId.text(storeAddress, storePort, physicalOffsets);
    }

    /** Where a stored message is. */
    SendMessageResponseHeader stored(
            String messageIds, int queueId, long queueOffset, String uniqueKey) {
        return new SendMessageResponseHeader(
                messageIds, queueId, queueOffset, uniqueKey, "", "", regionId, traceOn);
    }

    /** The answer that the message is stored as safely as was asked for. */
    static RemotingCommand ok(SendMessageResponseHeader stored) {
        return RemotingCommand.response(ResponseCode.SUCCESS, null, stored);
    }

    /** The answer that the message is stored, but not known to be on disk. */
    static RemotingCommand notOnDisk(SendMessageResponseHeader stored, String reason) {
        return RemotingCommand.response(ResponseCode.FLUSH_DISK_TIMEOUT, reason, stored);
    }

    /** The answer that nothing was stored. */
    RemotingCommand refused(int responseCode, String remark) {
        return RemotingCommand.response(
                responseCode, remark, SendMessageResponseHeader.refused(regionId, traceOn));
    }

    /** The answer that the store did not take the message. */
    RemotingCommand refused(RefusalReason reason, String detail) {
        return refused(code(reason), detail);
    }

    private static int code(RefusalReason reason) {
        return switch (reason) {
            case MESSAGE_TOO_LARGE, PROPERTIES_TOO_LARGE, MALFORMED_BATCH, BAD_ADDRESS ->
                    ResponseCode.MESSAGE_ILLEGAL;
            case DISK_FULL, DISK_SPACE_LOW, FAIL_STOP, CLOSED -> ResponseCode.SERVICE_NOT_AVAILABLE;
        };
    }
}
