package io.apogeemq.store.verify;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * One thing that is not as it should be.
 *
 * @param file the file it is in
 * @param position byte in that file; {@link #NONE} when it is about the whole file
 * @param physicalOffset byte in the CommitLog; {@link #NONE} when there is none to name
 * @param topic empty when not known
 * @param queueId {@link #NONE} when not known
 * @param queueOffset the first one concerned; {@link #NONE} when not known
 * @param count how many bytes of the log, or entries, or files are concerned
 * @param detail what was found and what should be there
 */
public record Finding(
        FindingKind kind,
        Path file,
        long position,
        long physicalOffset,
        String topic,
        int queueId,
        long queueOffset,
        long count,
        String detail) {

    public static final int NONE = -1;

    public Finding {
        requireNonNull(kind, "kind");
        requireNonNull(file, "file");
        requireNonNull(topic, "topic");
        requireNonNull(detail, "detail");
    }

    /** About a whole file. */
    static Finding ofFile(FindingKind kind, Path file, String detail) {
        return new Finding(kind, file, NONE, NONE, "", NONE, NONE, 1, detail);
    }

    /** About bytes of a log file. */
    static Finding ofLog(
            FindingKind kind, LogFile file, long physicalOffset, long bytes, String detail) {
        return new Finding(
                kind,
                file.path(),
                physicalOffset - file.firstOffset(),
                physicalOffset,
                "",
                NONE,
                NONE,
                bytes,
                detail);
    }

    /** The same about so many. */
    Finding withCount(long other) {
        return new Finding(
                kind, file, position, physicalOffset, topic, queueId, queueOffset, other, detail);
    }

    /** Where it is: file, position, offsets, topic and queue as far as known. */
    public String place() {
        StringBuilder text = new StringBuilder().append(file);
        if (position != NONE) {
            text.append(" at ").append(position);
        }
        if (physicalOffset != NONE) {
            text.append(", log offset ").append(physicalOffset);
        }
        if (!topic.isEmpty()) {
            text.append(", topic '").append(topic).append("' queue ").append(queueId);
        }
        if (queueOffset != NONE) {
            text.append(", queue offset ").append(queueOffset);
        }
        return text.toString();
    }
}
