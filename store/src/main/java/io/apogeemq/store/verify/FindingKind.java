package io.apogeemq.store.verify;

/** Everything a verification can find, with what it means and what to do. */
public enum FindingKind {
    // the log
    RECORD_DAMAGED(
            Severity.LOST,
            "bytes of the log are no whole record, though records follow",
            "the messages that stood there are lost here: take them from a replica or a backup;"
                    + " reading passes by the range, nothing behind it is lost"),
    LOG_UNREADABLE(
            Severity.LOST,
            "the disk does not give these bytes of the log",
            "replace the disk; copy the store off it first"),
    LOG_GAP(
            Severity.LOST,
            "log files are missing between two others",
            "bring the files back from a backup if there is one; else their messages are lost"),
    LOG_FILE_LENGTH(
            Severity.LOST,
            "a log file is not as long as the others",
            "bring the file back from a backup; 'mqstore repair' fills a short one up with zeros, so"
                    + " that the store can be opened"),
    LOG_SHORT(
            Severity.LOST,
            "the log ends before a position that was known to be on disk",
            "log files were cut or lost: bring them back from a backup"),
    OFFSETS_MISSING(
            Severity.LOST,
            "a queue jumps over queue offsets: no record has them",
            "the messages with these offsets stood in a damaged or missing part of the log"),
    OFFSET_TWICE(
            Severity.LOST,
            "two records have the same queue offset, only one of them can be consumed",
            "look at both with 'mqstore dump'; send the one again that is not in the queue"),
    MESSAGE_LOST(
            Severity.LOST,
            "a queue has an entry for a message that is no longer whole in the log",
            "consumers pass by this offset; take the message from a replica or a backup"),

    // queues
    QUEUE_MISSING(
            Severity.DERIVED,
            "records of the log belong to a queue that has no files",
            "'mqstore repair' builds the queue again from the log"),
    QUEUE_FILES(
            Severity.DERIVED,
            "the files of a queue don't fit together",
            "'mqstore repair' builds the queue again from the log"),
    QUEUE_UNREADABLE(
            Severity.DERIVED,
            "the disk does not give the bytes of a queue file",
            "replace the disk; 'mqstore repair' builds the queue again from the log"),
    ENTRY_MISSING(
            Severity.DERIVED,
            "records of the log have no entry in their queue: they are not consumed",
            "'mqstore repair' builds the queue again from the log"),
    ENTRY_WRONG(
            Severity.DERIVED,
            "a queue entry does not say what its record says",
            "'mqstore repair' builds the queue again from the log"),
    ENTRY_DAMAGED(
            Severity.DERIVED,
            "a queue entry can't be one: its numbers are impossible",
            "'mqstore repair' builds the queue again from the log"),
    ENTRY_ORDER(
            Severity.DERIVED,
            "a queue entry points before the entry in front of it",
            "'mqstore repair' builds the queue again from the log"),
    ENTRY_WITHOUT_RECORD(
            Severity.DERIVED,
            "a queue entry points to a place where its record is not",
            "'mqstore repair' builds the queue again from the log"),
    ENTRY_BEYOND_LOG(
            Severity.DERIVED,
            "queue entries point behind the end of the log",
            "'mqstore repair' builds the queue again from the log"),

    // the index of keys
    INDEX_FILE(
            Severity.DERIVED,
            "an index file can't be read as one",
            "'mqstore repair' builds the index again from the log"),
    INDEX_ENTRY_MISSING(
            Severity.DERIVED,
            "keys of records are not in the index: the messages are not found by them",
            "'mqstore repair' builds the index again from the log"),
    INDEX_ENTRY_WRONG(
            Severity.DERIVED,
            "an index entry does not belong to the record it points to",
            "'mqstore repair' builds the index again from the log"),
    INDEX_CHAIN_WRONG(
            Severity.DERIVED,
            "the chains of an index file don't lead to all of its entries",
            "'mqstore repair' builds the index again from the log"),

    // small files
    CHECKPOINT_WRONG(
            Severity.STATE,
            "the checkpoint is not whole, or promises more than there is",
            "'mqstore repair' makes a new one; without it the next start reads the whole log"),
    REGISTRY_DAMAGED(
            Severity.STATE,
            "the list of queues is not whole",
            "'mqstore repair' puts it aside; numbering of queues that have no files begins at 0 then"),
    CONFIG_DAMAGED(
            Severity.STATE,
            "a settings file is not whole, its backup is: the broker falls back to that",
            "'mqstore repair' puts the backup in its place; check the last changes"),
    CONFIG_LOST(
            Severity.STATE,
            "a settings file is not whole and has no whole backup",
            "bring it back from a backup, or remove it to start without what was in it"),

    // worth knowing
    NOT_CLOSED(
            Severity.NOTE,
            "the store was not closed: its process was killed, or the machine lost power",
            "the next start of the broker recovers it"),
    TORN_TAIL(
            Severity.NOTE,
            "behind the last whole record there are bytes that are none",
            "the next start of the broker zeroes them; nothing acknowledged as on disk is among them"),
    QUEUE_BEHIND(
            Severity.NOTE,
            "the newest records have no queue entry yet, because the store was not closed",
            "the next start of the broker adds the entries"),
    QUEUE_AHEAD(
            Severity.NOTE,
            "queue entries point behind the end of the log, because the store was not closed",
            "the next start of the broker cuts them off"),
    INDEX_BEHIND(
            Severity.NOTE,
            "the newest records are not in the index yet",
            "the next start of the broker adds them, unless the index is switched off"),
    TOPIC_GONE(
            Severity.NOTE,
            "records belong to a topic that is not in the settings: it was deleted",
            "nothing"),
    RECORD_NOT_QUEUED(
            Severity.NOTE,
            "a record names a queue that can't be: it was never consumed",
            "look at it with 'mqstore dump'"),
    FOREIGN_FILE(Severity.NOTE, "not a file of the store", "nothing, or remove it");

    private final Severity severity;
    private final String meaning;
    private final String advice;

    FindingKind(Severity severity, String meaning, String advice) {
        this.severity = severity;
        this.meaning = meaning;
        this.advice = advice;
    }

    public Severity severity() {
        return severity;
    }

    /** What it means, in plain words. */
    public String meaning() {
        return meaning;
    }

    /** What to do about it. */
    public String advice() {
        return advice;
    }
}
