package io.apogeemq.store.dispatch;

import io.apogeemq.common.message.SysFlag;
import io.apogeemq.store.append.BatchCheck;
import io.apogeemq.store.commitlog.RecentAppends;
import io.apogeemq.store.commitlog.RecordKeys;
import io.apogeemq.store.commitlog.RecordScanner;

/**
 * One stored record on its way to what is derived from the log. One object is reused for all records.
 *
 * <p>It comes from the log, taken apart by a scanner, or straight from the append.
 *
 * <p>Threads: confined to the dispatching thread, valid during the call only.
 */
public final class DispatchRecord {

    private final RecordScanner scanner;
    private final RecordKeys keys = new RecordKeys();
    private boolean isScanned;
    private String topic = "";
    private int queueId;
    private long queueOffset;
    private long physicalOffset;
    private int recordBytes;
    private int sysFlag;
    private long storeTimestamp;
    private long tagsCode;

    DispatchRecord(RecordScanner scanner) {
        this.scanner = scanner;
    }

    /** Becomes the record that the scanner has just found valid. */
    void readScanned(String topicOfIt) {
        isScanned = true;
        topic = topicOfIt;
        queueId = scanner.queueId();
        queueOffset = scanner.queueOffset();
        physicalOffset = scanner.physicalOffset();
        recordBytes = scanner.recordBytes();
        sysFlag = scanner.sysFlag();
        storeTimestamp = scanner.storeTimestamp();
        keys.read(
                topicOfIt,
                scanner.propertiesArray(),
                0,
                scanner.propertiesBytes(),
                BatchCheck.NONE);
        tagsCode = keys.tagHash();
    }

    /** Becomes the record that was found there. */
    void readAppended(RecentAppends recent, long physicalOffsetOfIt) {
        isScanned = false;
        topic = recent.topic();
        queueId = recent.queueId();
        queueOffset = recent.queueOffset();
        physicalOffset = physicalOffsetOfIt;
        recordBytes = recent.recordBytes();
        sysFlag = 0;
        storeTimestamp = recent.storeTimestamp();
        recent.keysTo(keys);
        tagsCode = keys.tagHash();
    }

    void setTagsCode(long newTagsCode) {
        tagsCode = newTagsCode;
    }

    /**
     * All that the log has of the record: at the start, when a store is verified, and for records that are no
     * plain ones.
     *
     * @throws IllegalStateException if it was not read from the log
     */
    public RecordScanner scanner() {
        if (!isScanned) {
            throw new IllegalStateException(
                    "the record at " + physicalOffset + " was not read from the log");
        }
        return scanner;
    }

    public String topic() {
        return topic;
    }

    public int queueId() {
        return queueId;
    }

    public long queueOffset() {
        return queueOffset;
    }

    public long physicalOffset() {
        return physicalOffset;
    }

    public int recordBytes() {
        return recordBytes;
    }

    public long storeTimestamp() {
        return storeTimestamp;
    }

    /** Tag hash, or the due time in milliseconds for records of the schedule topic. */
    public long tagsCode() {
        return tagsCode;
    }

    /** What the record is found by in the index. */
    public RecordKeys keys() {
        return keys;
    }

    /** Whether the record belongs to a queue: prepared and rolled back ones don't. */
    public boolean isQueued() {
        return SysFlag.isQueued(sysFlag);
    }

    /** Whether it says that a prepared message does not count. */
    public boolean isRolledBack() {
        return (sysFlag & SysFlag.TRANSACTION_MASK) == SysFlag.TRANSACTION_MASK;
    }

    /** Whether it holds many messages under one record; such records are scanned ones. */
    public boolean isInnerBatch() {
        return SysFlag.isInnerBatch(sysFlag);
    }
}
