package io.apogeemq.store.append;

/** What became of one append. */
public sealed interface AppendOutcome {

    /**
     * Written at these offsets; not yet durable: wait on the store's watermarks for {@link
     * #endOffset}.
     */
    record Appended(long physicalOffset, long queueOffset, int recordBytes, long storeTimestamp)
            implements AppendOutcome {

        /** The first byte behind the record: what a watermark must reach to cover it. */
        public long endOffset() {
            return physicalOffset + recordBytes;
        }
    }

    /** Nothing was written. The reason says whether trying again can help. */
    record Refused(RefusalReason reason, String detail) implements AppendOutcome {}
}
