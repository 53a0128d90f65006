package io.apogeemq.store.dispatch;

import io.apogeemq.store.commitlog.RecordScanner;

/**
 * One stored record on its way to what is derived from the log: the scanner that took it apart, plus
 * what the dispatch adds. One object is reused for all records.
 *
 * <p>Threads: confined to the dispatching thread, valid during the call only.
 */
public final class DispatchRecord {

    private final RecordScanner scanner;
    private String topic = "";
    private long tagsCode;

    DispatchRecord(RecordScanner scanner) {
        this.scanner = scanner;
    }

    /** The record's fields. */
    public RecordScanner scanner() {
        return scanner;
    }

    public String topic() {
        return topic;
    }

    /** Tag hash, or the due time in milliseconds for records of the schedule topic. */
    public long tagsCode() {
        return tagsCode;
    }

    void set(String newTopic, long newTagsCode) {
        topic = newTopic;
        tagsCode = newTagsCode;
    }
}
