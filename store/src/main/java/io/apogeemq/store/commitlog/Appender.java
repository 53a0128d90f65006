package io.apogeemq.store.commitlog;

/**
 * What one thread needs for appending and uses again for the next message, and how far it has
 * appended.
 *
 * <p>Threads: each instance is confined to one thread.
 */
final class Appender {

    private final RecordWriter record;
    private final BatchWriter batch;
    private long appendedEnd;

    Appender(boolean withCrc) {
        this.record = new RecordWriter(withCrc);
        this.batch = new BatchWriter(withCrc);
    }

    RecordWriter record() {
        return record;
    }

    BatchWriter batch() {
        return batch;
    }

    /** First physical offset behind the last record that this thread appended. */
    long appendedEnd() {
        return appendedEnd;
    }

    void appendedUpTo(long end) {
        appendedEnd = end;
    }
}
