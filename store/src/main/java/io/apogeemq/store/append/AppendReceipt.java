package io.apogeemq.store.append;

/**
 * What became of one append, for a caller who appends many: it is the caller's, and is filled in again by
 * the next append, so that storing a message allocates nothing. {@link AppendOutcome} is the same as a value.
 *
 * <p>Threads: confined to the appending thread.
 */
public final class AppendReceipt {

    private boolean stored;
    private long physicalOffset;
    private long queueOffset;
    private int recordBytes;
    private long storeTimestamp;
    private RefusalReason reason = RefusalReason.CLOSED;
    private String detail = "nothing was appended yet";

    /** Whether the message has its place in the log; the numbers below say where. */
    public boolean isStored() {
        return stored;
    }

    /** Where the record begins in the log. */
    public long physicalOffset() {
        return physicalOffset;
    }

    /** The first byte behind the record: what a watermark must reach to cover it. */
    public long endOffset() {
        return physicalOffset + recordBytes;
    }

    /** The message's number in its queue. */
    public long queueOffset() {
        return queueOffset;
    }

    public int recordBytes() {
        return recordBytes;
    }

    public long storeTimestamp() {
        return storeTimestamp;
    }

    /** Why nothing was stored; says whether trying again can help. */
    public RefusalReason reason() {
        return reason;
    }

    /** The same in words. */
    public String detail() {
        return detail;
    }

    /** The same as a value that stays. */
    public AppendOutcome toOutcome() {
        return stored
                ? new AppendOutcome.Appended(
                        physicalOffset, queueOffset, recordBytes, storeTimestamp)
                : new AppendOutcome.Refused(reason, detail);
    }

    /** Filled in by the log. */
    public void stored(long atOffset, long asNumber, int bytes, long atTime) {
        stored = true;
        physicalOffset = atOffset;
        queueOffset = asNumber;
        recordBytes = bytes;
        storeTimestamp = atTime;
    }

    /** Filled in by the log. */
    public void refused(RefusalReason why, String inWords) {
        stored = false;
        reason = why;
        detail = inWords;
    }
}
