package io.apogeemq.store.append;

/** Why the store did not take a message, and whether the same message may be taken later. */
public enum RefusalReason {
    /** Body, or the whole batch, is larger than allowed. */
    MESSAGE_TOO_LARGE(false),
    /** More than 32,767 bytes of properties. */
    PROPERTIES_TOO_LARGE(false),
    /** Topic is empty or longer than 255 bytes, or the queue id is out of range. */
    BAD_ADDRESS(false),
    /** Lengths inside a batch contradict each other, or the batch is empty. */
    MALFORMED_BATCH(false),
    /** The disk has no room for the record; service resumes when there is. */
    DISK_FULL(true),
    /** The disk is nearly full; service resumes when it is not. */
    DISK_SPACE_LOW(true),
    /** A force or a write failed: the store takes nothing more until it is opened again. */
    FAIL_STOP(false),
    /** The store is closed or closing. */
    CLOSED(false);

    private final boolean retryable;

    RefusalReason(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same request may succeed at this store later. */
    public boolean isRetryable() {
        return retryable;
    }
}
