package io.apogeemq.store.query;

import io.apogeemq.store.file.MappedSlice;
import java.util.List;

/**
 * What was found, in the order of the log.
 *
 * <p>Owner: whoever gets it closes it, once the bytes are no longer needed.
 *
 * @param records one slice for each message
 * @param indexTimestamp store time of the newest message with a key; 0 without one
 * @param indexPhysicalOffset where that one is; 0 without one
 */
public record QueryResult(List<MappedSlice> records, long indexTimestamp, long indexPhysicalOffset)
        implements AutoCloseable {

    public QueryResult {
        records = List.copyOf(records);
    }

    public int bytes() {
        int bytes = 0;
        for (MappedSlice record : records) {
            bytes += record.length();
        }
        return bytes;
    }

    @Override
    public void close() {
        records.forEach(MappedSlice::close);
    }
}
