package io.apogeemq.store.append;

/** What became of one client batch: all of it or nothing. */
public sealed interface BatchOutcome {

    /**
     * Every message was written.
     *
     * @param physicalOffsets one per message, in order; made for this outcome, the caller owns it
     * @param firstQueueOffset message i has queue offset firstQueueOffset + i
     * @param endOffset the first byte behind the last record
     */
    record Appended(
            long[] physicalOffsets, long firstQueueOffset, long endOffset, long storeTimestamp)
            implements BatchOutcome {

        public int messageCount() {
            return physicalOffsets.length;
        }
    }

    /** Nothing was written. The reason says whether trying again can help. */
    record Refused(RefusalReason reason, String detail) implements BatchOutcome {}
}
