package io.apogeemq.store.verify;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.store.commitlog.RecordScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes over the entries of one queue after the other: do they make sense, do they ascend, and does each
 * point to its record? The last is looked up only where the numbers of records and of entries say that
 * something must be wrong.
 *
 * <p>Threads: confined to one.
 */
final class QueueSweep {

    private static final int WINDOW_ENTRIES = 2048;
    private static final String LIGHT_QUEUE = "%LMQ%";
    private static final int MOST_RANGES = 100_000;

    private enum Phase {
        IDLE,
        SHAPE,
        RECORDS
    }

    /** A part of the log without whole records. */
    private record Range(long from, long to) {}

    private final VerifySource source;
    private final Findings findings;
    private final LogPeek log;
    private final EntryWindow window = new EntryWindow(WINDOW_ENTRIES);
    private final List<Range> damaged = new ArrayList<>();

    private long logEnd;
    private Phase phase = Phase.IDLE;
    private QueueView view;
    private QueueTally tally;
    private long at;
    private long previous; // physical offset of the entry before
    private boolean mayRepeat; // several entries may point to one record
    private long messages; // entries that point to something between the ends of the log

    QueueSweep(VerifySource source, Findings findings, LogPeek log) {
        this.source = source;
        this.findings = findings;
        this.log = log;
    }

    void damaged(long from, long to) {
        if (damaged.size() < MOST_RANGES) {
            damaged.add(new Range(from, to));
        }
    }

    void logEnds(long end) {
        logEnd = end;
    }

    boolean isBusy() {
        return phase != Phase.IDLE;
    }

    void begin(QueueView queue, QueueTally fromLog) {
        view = queue;
        tally = fromLog;
        at = queue.minOffset();
        previous = -1;
        mayRepeat = source.hasBatchQueues(queue.topic());
        messages = 0;
        phase = Phase.SHAPE;
    }

    /** Looks at one window of entries. */
    void step() throws IOException {
        if (at >= view.maxOffset()) {
            endPhase();
            return;
        }
        try {
            view.read(at, window);
        } catch (IOException e) {
            report(FindingKind.QUEUE_UNREADABLE, at, Finding.NONE, "the disk says: " + e);
            phase = Phase.IDLE;
            return;
        }
        if (window.count() == 0) {
            endPhase(); // it became shorter meanwhile
            return;
        }
        for (int i = 0; i < window.count(); i++) {
            if (phase == Phase.SHAPE) {
                checkShape(i);
            } else {
                checkRecord(i);
            }
        }
        at = window.first() + window.count();
    }

    private void endPhase() throws IOException {
        tally.endRun(directory(), findings);
        boolean isExplained = messages <= tally.matched + tally.wrong;
        if (phase == Phase.RECORDS || isExplained) {
            phase = Phase.IDLE;
        } else {
            phase = Phase.RECORDS;
            at = view.minOffset();
        }
    }

    private void checkShape(int i) {
        long queueOffset = window.first() + i;
        long physicalOffset = window.physicalOffset(i);
        if (window.isImpossible(i)) {
            problem(
                    FindingKind.ENTRY_DAMAGED,
                    queueOffset,
                    "says log offset '"
                            + physicalOffset
                            + "', length '"
                            + window.recordBytes(i)
                            + "'");
            return;
        }
        if (!window.hasMessage(i)) {
            return;
        }
        if (physicalOffset >= logEnd) {
            if (source.limit() == Long.MAX_VALUE) {
                FindingKind kind =
                        source.queuesMayEndBelow() < Long.MAX_VALUE
                                ? FindingKind.QUEUE_AHEAD
                                : FindingKind.ENTRY_BEYOND_LOG;
                problem(
                        kind,
                        queueOffset,
                        "says log offset '"
                                + physicalOffset
                                + "', the log ends at '"
                                + logEnd
                                + "'");
            }
            return;
        }
        if (physicalOffset < previous || physicalOffset == previous && !mayRepeat) {
            problem(
                    FindingKind.ENTRY_ORDER,
                    queueOffset,
                    "says log offset '"
                            + physicalOffset
                            + "', the entry in front says '"
                            + previous
                            + "'");
        }
        previous = physicalOffset;
        if (physicalOffset >= Math.max(source.logMin(), log.first())) {
            messages++;
        }
    }

    private void checkRecord(int i) throws IOException {
        long physicalOffset = window.physicalOffset(i);
        long queueOffset = window.first() + i;
        boolean isInLog =
                window.hasMessage(i)
                        && physicalOffset >= Math.max(source.logMin(), log.first())
                        && physicalOffset < logEnd;
        if (!isInLog || source.isDeleted(view.topic(), physicalOffset)) {
            return;
        }
        if (!log.isRecord(physicalOffset)) {
            boolean isDamage = isDamaged(physicalOffset);
            problem(
                    isDamage ? FindingKind.MESSAGE_LOST : FindingKind.ENTRY_WITHOUT_RECORD,
                    queueOffset,
                    "at log offset '"
                            + physicalOffset
                            + (isDamage ? "' the log is damaged" : "' no record begins"));
        } else if (!isOfThisQueue(queueOffset)) {
            RecordScanner found = log.scanner();
            problem(
                    FindingKind.ENTRY_WITHOUT_RECORD,
                    queueOffset,
                    "at log offset '"
                            + physicalOffset
                            + "' stands a record of topic '"
                            + found.topic()
                            + "' queue '"
                            + found.queueId()
                            + "' queue offset '"
                            + found.queueOffset()
                            + "'");
        }
    }

    private boolean isOfThisQueue(long queueOffset) {
        RecordScanner found = log.scanner();
        if (view.topic().startsWith(LIGHT_QUEUE)) {
            return isDispatchedHere(RecordDecoder.decode(log.record()), queueOffset);
        }
        if (found.queueId() != view.queueId() || !found.topic().equals(view.topic())) {
            return false;
        }
        // A batch in one record has as many entries as messages.
        long count = found.isInnerBatch() ? messagesOf(RecordDecoder.decode(log.record())) : 1;
        return queueOffset >= found.queueOffset() && queueOffset < found.queueOffset() + count;
    }

    private static int messagesOf(MessageExt batch) {
        try {
            return Integer.parseInt(batch.properties().getOr("INNER_NUM", "1"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** A light queue holds messages of other topics, which name it in their properties. */
    private boolean isDispatchedHere(MessageExt message, long queueOffset) {
        String[] queues = message.properties().getOr("INNER_MULTI_DISPATCH", "").split(",");
        String[] offsets = message.properties().getOr("INNER_MULTI_QUEUE_OFFSET", "").split(",");
        for (int i = 0; i < Math.min(queues.length, offsets.length); i++) {
            if (queues[i].equals(view.topic()) && offsets[i].equals(Long.toString(queueOffset))) {
                return true;
            }
        }
        return false;
    }

    private boolean isDamaged(long physicalOffset) {
        for (Range range : damaged) {
            if (physicalOffset >= range.from() && physicalOffset < range.to()) {
                return true;
            }
        }
        return false;
    }

    private void problem(FindingKind kind, long queueOffset, String detail) {
        tally.problem(
                kind,
                queueOffset,
                window.physicalOffset((int) (queueOffset - window.first())),
                detail,
                directory(),
                findings);
    }

    private Path directory() {
        return view.fileOf(view.minOffset()).getParent();
    }

    private void report(FindingKind kind, long queueOffset, long physicalOffset, String detail) {
        findings.add(
                new Finding(
                        kind,
                        view.fileOf(queueOffset),
                        view.positionOf(queueOffset),
                        physicalOffset,
                        view.topic(),
                        view.queueId(),
                        queueOffset,
                        1,
                        detail));
    }
}
