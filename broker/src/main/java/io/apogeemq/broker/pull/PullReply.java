package io.apogeemq.broker.pull;

import io.apogeemq.broker.pull.PullRefused.Forbidder;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.pull.PullMessageResponseHeader;
import io.apogeemq.store.read.ReadResult;

/**
 * The answers to a pull. The one place where the store's results become response codes and the status
 * names that clients see as the remark: broker spec, "Pull" sections 2 and 3.
 *
 * <p>Threads: pure functions.
 */
final class PullReply {
    private static final long MASTER = 0;

    private PullReply() {}

    /** The answer with messages; takes over the leases. */
    static RemotingCommand found(Pull pull, ReadResult.Found found) {
        PullMessageResponseHeader header =
                header(pull, found.nextOffset(), found.minOffset(), found.maxOffset());
        return RemotingCommand.response(
                ResponseCode.SUCCESS, "FOUND", header, LeasedRecords.of(found));
    }

    /** The answer when the filter took none of the messages that were looked at. */
    static RemotingCommand noMatch(Pull pull, ReadResult.NoMatchUntil result) {
        return RemotingCommand.response(
                ResponseCode.PULL_RETRY_IMMEDIATELY,
                "NO_MATCHED_MESSAGE",
                header(pull, result.nextOffset(), result.minOffset(), result.maxOffset()));
    }

    /** The answer at the end of the queue, when nothing more came in time. */
    static RemotingCommand nothingYet(Pull pull, long minOffset, long maxOffset) {
        return maxOffset == 0
                ? emptyQueue(pull)
                : RemotingCommand.response(
                        ResponseCode.PULL_NOT_FOUND,
                        "OFFSET_OVERFLOW_ONE",
                        header(pull, pull.read().queueOffset(), minOffset, maxOffset));
    }

    /** The answer for a queue that never got a message. */
    static RemotingCommand emptyQueue(Pull pull) {
        boolean isAtStart = pull.read().queueOffset() == 0;
        return RemotingCommand.response(
                isAtStart ? ResponseCode.PULL_NOT_FOUND : ResponseCode.PULL_OFFSET_MOVED,
                "NO_MESSAGE_IN_QUEUE",
                header(pull, 0, 0, 0));
    }

    /** The answer before the first or behind the last message. */
    static RemotingCommand outOfRange(Pull pull, ReadResult.OutOfRange range) {
        if (range.maxOffset() == 0) {
            return emptyQueue(pull);
        }
        boolean isTooSmall = pull.read().queueOffset() < range.minOffset();
        return RemotingCommand.response(
                ResponseCode.PULL_OFFSET_MOVED,
                isTooSmall ? "OFFSET_TOO_SMALL" : "OFFSET_OVERFLOW_BADLY",
                header(
                        pull,
                        isTooSmall ? range.minOffset() : range.maxOffset(),
                        range.minOffset(),
                        range.maxOffset()));
    }

    /** The answer when an administrator has moved the group to another offset. */
    static RemotingCommand reset(Pull pull, long offset, long minOffset, long maxOffset) {
        return RemotingCommand.response(
                ResponseCode.PULL_OFFSET_MOVED,
                "OFFSET_RESET",
                header(pull, offset, minOffset, maxOffset));
    }

    /** The answer to a pull that is not allowed. */
    static RemotingCommand refused(PullRefused refusal) {
        CommandHeader header =
                refusal.forbidder() == Forbidder.NOBODY
                        ? CommandHeader.EMPTY
                        : out -> out.put("forbiddenType", refusal.forbidder().ordinal());
        return RemotingCommand.response(refusal.responseCode(), refusal.getMessage(), header);
    }

    private static PullMessageResponseHeader header(
            Pull pull, long nextOffset, long minOffset, long maxOffset) {
        return new PullMessageResponseHeader(
                MASTER,
                nextOffset,
                minOffset,
                maxOffset,
                0,
                pull.topicSysFlag(),
                pull.groupSysFlag(),
                0);
    }
}
