package io.apogeemq.store.read;

import io.apogeemq.store.file.MappedSlice;
import java.util.List;

/**
 * What a read found. {@code minOffset} and {@code maxOffset} are the bounds of the queue as readers may
 * see it: the first entry there is, and the one that the next visible message will get.
 */
public sealed interface ReadResult {

    /**
     * Messages. Close it when their bytes are no longer needed: until then the files stay mapped.
     *
     * @param slices the records in order; records that lie side by side in the log share a slice
     * @param nextOffset where to read on; entries before it that are not here did not match
     * @param messages number of records in the slices
     * @param bytes total length of the slices
     */
    record Found(
            List<MappedSlice> slices,
            long nextOffset,
            long minOffset,
            long maxOffset,
            int messages,
            int bytes)
            implements ReadResult, AutoCloseable {

        /** Gives the leases back; more than once does nothing. */
        @Override
        public void close() {
            for (int i = 0; i < slices.size(); i++) {
                slices.get(i).close();
            }
        }
    }

    /** The offset asked for is the end of the queue: wait for the next message. */
    record NothingYet(long minOffset, long maxOffset) implements ReadResult {}

    /** Entries were there, none passed the filter: go on at {@code nextOffset}. */
    record NoMatchUntil(long nextOffset, long minOffset, long maxOffset) implements ReadResult {}

    /** The offset asked for is below minOffset or above maxOffset. */
    record OutOfRange(long minOffset, long maxOffset) implements ReadResult {}

    /** The queue never got a message, or was deleted. */
    record NoSuchQueue() implements ReadResult {}
}
