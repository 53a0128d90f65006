package io.apogeemq.store.verify;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the log says of one queue so far, and the run of problems that is still growing.
 *
 * <p>Threads: confined to one.
 */
final class QueueTally {

    private final String topic;
    private final int queueId;
    private final boolean isChecked;
    private final Optional<QueueView> view;

    long next = -1; // queue offset behind the newest record; -1 before the first
    long records; // that belong into the queue
    long matched; // that have their entry
    long wrong; // that have another entry in their place
    boolean isUnreadable; // the disk does not give its entries, which was reported

    // problems of one kind with queue offsets one behind the other, reported as one
    private FindingKind runKind;
    private long runFrom;
    private long runTo;
    private long runPhysicalOffset;
    private String runDetail = "";

    /**
     * @param isChecked whether entries of this queue are looked at: not those of batch queues
     * @param view the queue's files, if it has any
     */
    QueueTally(String topic, int queueId, boolean isChecked, Optional<QueueView> view) {
        this.topic = topic;
        this.queueId = queueId;
        this.isChecked = isChecked;
        this.view = view;
    }

    String topic() {
        return topic;
    }

    int queueId() {
        return queueId;
    }

    boolean isChecked() {
        return isChecked;
    }

    Optional<QueueView> view() {
        return view;
    }

    /** Adds a problem of one queue offset to the run, or begins another one. */
    void problem(
            FindingKind kind,
            long queueOffset,
            long physicalOffset,
            String detail,
            Path directory,
            Findings findings) {
        if (kind == runKind && queueOffset == runTo) {
            runTo++;
            return;
        }
        endRun(directory, findings);
        runKind = kind;
        runFrom = queueOffset;
        runTo = queueOffset + 1;
        runPhysicalOffset = physicalOffset;
        runDetail = detail;
    }

    /** Reports the run that was growing, if any. */
    void endRun(Path directory, Findings findings) {
        if (runKind == null) {
            return;
        }
        boolean hasPlace =
                view.isPresent()
                        && runFrom >= view.get().minOffset()
                        && runFrom < view.get().maxOffset();
        findings.add(
                new Finding(
                        runKind,
                        hasPlace ? view.get().fileOf(runFrom) : directory,
                        hasPlace ? view.get().positionOf(runFrom) : Finding.NONE,
                        runPhysicalOffset,
                        topic,
                        queueId,
                        runFrom,
                        runTo - runFrom,
                        runDetail));
        runKind = null;
    }
}
