package io.apogeemq.broker.send;

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
    private final OffsetIds ids;

    SendReply(SendConfig config, byte[] storeAddress, int storePort) {
        this.regionId = config.regionId();
        this.traceOn = config.traceOn();
        this.ids = new OffsetIds(storeAddress, storePort);
    }

    /** Where a message is in our log. */
    StoredHeader stored(long physicalOffset, int queueId, long queueOffset, String uniqueKey) {
        return new StoredHeader(
                ids.of(physicalOffset), queueId, queueOffset, uniqueKey, regionId, traceOn);
    }

    /** Where the messages of a batch are. */
    StoredHeader stored(
            long[] physicalOffsets, int queueId, long firstQueueOffset, String uniqueKey) {
        return new StoredHeader(
                ids.of(physicalOffsets), queueId, firstQueueOffset, uniqueKey, regionId, traceOn);
    }

    /** The answer that the message is stored as safely as was asked for. */
    static RemotingCommand ok(StoredHeader stored) {
        return RemotingCommand.response(ResponseCode.SUCCESS, null, stored);
    }

    /** The answer that the message is stored, but not known to be on disk. */
    static RemotingCommand notOnDisk(StoredHeader stored, String reason) {
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
