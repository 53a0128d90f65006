package io.apogeemq.broker.offset;

/** What became of a consumer's commit. */
public enum CommitResult {
    /** The group stands there now, or stood there already. */
    STORED,
    /** The group is further already; a consumer that lost the queue may be late. Nothing changed. */
    STALE,
    /** An administrator moved the group and the consumer does not know yet. Nothing changed. */
    RESET_PENDING,
    /** The offset or the queue id is below zero or beyond every queue. Nothing changed. */
    REFUSED_NEGATIVE,
    /** The queue ends before that offset. Nothing changed. */
    REFUSED_BEYOND_END
}
