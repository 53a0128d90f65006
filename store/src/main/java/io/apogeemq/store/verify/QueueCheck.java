package io.apogeemq.store.verify;

import io.apogeemq.common.io.SafePath;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.dispatch.DispatchRecord;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Every ConsumeQueue against the log, in two passes: each record against the entry that should be there,
 * while the log is walked; then each queue from its first entry to its last ({@link QueueSweep}).
 *
 * <p>Memory: a small object for each queue, and windows of entries for the queues seen lately.
 */
final class QueueCheck implements DerivedCheck {

    private static final int WINDOWS = 1024;
    private static final int WINDOW_ENTRIES = 64;

    private final VerifySource source;
    private final StoreLayout layout;
    private final Findings findings;
    private final ExtensionFiles extensions;
    private final QueueSweep sweep;
    private final Map<String, Map<Integer, QueueTally>> tallies = new HashMap<>();
    private final LinkedHashMap<QueueTally, EntryWindow> windows =
            new LinkedHashMap<>(64, 0.75f, true);

    private String lastTopic = ""; // the queues of the topic of the record before
    private Map<Integer, QueueTally> lastQueues = Map.of();
    private ArrayDeque<QueueView> left = new ArrayDeque<>();
    private final ArrayDeque<QueueTally> withoutFiles = new ArrayDeque<>();

    QueueCheck(
            VerifySource source,
            StoreFiles files,
            StoreLayout layout,
            Findings findings,
            LogPeek log,
            ReadMeter meter) {
        this.source = source;
        this.layout = layout;
        this.findings = findings;
        this.extensions = new ExtensionFiles(files, layout.rootDir(), meter);
        this.sweep = new QueueSweep(source, findings, log);
    }

    @Override
    public String name() {
        return "queues";
    }

    // ---- first pass: the log says what should be in the queues

    @Override
    public Accepted accept(DispatchRecord record) throws IOException {
        RecordScanner scanner = record.scanner();
        if (!scanner.isQueued()) {
            return Accepted.NOTHING_TO_DO;
        }
        if (scanner.queueId() < 0
                || scanner.queueId() > AppendRequest.MAX_QUEUE_ID
                || !SafePath.isPlainName(record.topic())) {
            reportUnqueued(record);
            return Accepted.NOTHING_TO_DO;
        }
        if (source.isDeleted(record.topic(), scanner.physicalOffset())) {
            return Accepted.NOTHING_TO_DO;
        }
        QueueTally tally = tally(record.topic(), scanner.queueId());
        if (tally.isChecked() && !scanner.isInnerBatch()) {
            checkOrder(tally, record);
            checkEntry(tally, record);
        }
        return Accepted.NOTHING_TO_DO;
    }

    private QueueTally tally(String topic, int queueId) throws IOException {
        if (!topic.equals(lastTopic)) {
            lastTopic = topic;
            lastQueues = tallies.computeIfAbsent(topic, name -> new HashMap<>());
        }
        QueueTally known = lastQueues.get(queueId);
        if (known == null) {
            known =
                    new QueueTally(
                            topic,
                            queueId,
                            !source.hasBatchQueues(topic),
                            source.queue(topic, queueId));
            lastQueues.put(queueId, known);
            reportReadProblem(known);
        }
        return known;
    }

    private void checkOrder(QueueTally tally, DispatchRecord record) {
        long queueOffset = record.scanner().queueOffset();
        if (tally.next >= 0 && queueOffset > tally.next) {
            report(
                    FindingKind.OFFSETS_MISSING,
                    tally,
                    tally.next,
                    record.scanner().physicalOffset(),
                    queueOffset - tally.next,
                    "queue offsets '"
                            + tally.next
                            + "' to '"
                            + (queueOffset - 1)
                            + "' are in no record");
        } else if (queueOffset < tally.next) {
            report(
                    FindingKind.OFFSET_TWICE,
                    tally,
                    queueOffset,
                    record.scanner().physicalOffset(),
                    1,
                    "the next one should be '" + tally.next + "'");
        }
        tally.next = Math.max(tally.next, queueOffset + 1);
        tally.records++;
    }

    private void checkEntry(QueueTally tally, DispatchRecord record) {
        if (tally.isUnreadable) {
            return;
        }
        RecordScanner scanner = record.scanner();
        long queueOffset = scanner.queueOffset();
        if (tally.view().isEmpty()) {
            FindingKind kind =
                    isExpectedToLack(scanner)
                            ? FindingKind.QUEUE_BEHIND
                            : source.isKnownTopic(tally.topic())
                                    ? FindingKind.QUEUE_MISSING
                                    : FindingKind.TOPIC_GONE;
            problem(tally, kind, record, "there is no directory with files");
            return;
        }
        QueueView view = tally.view().get();
        if (queueOffset < view.minOffset() || queueOffset >= view.maxOffset()) {
            boolean isBehind = queueOffset >= view.maxOffset() && isExpectedToLack(scanner);
            problem(
                    tally,
                    isBehind ? FindingKind.QUEUE_BEHIND : FindingKind.ENTRY_MISSING,
                    record,
                    "the queue has entries from '"
                            + view.minOffset()
                            + "' to '"
                            + (view.maxOffset() - 1)
                            + "'");
            return;
        }
        try {
            compare(tally, record, window(tally, view, queueOffset));
        } catch (IOException e) {
            windows.remove(tally);
            unreadable(
                    tally, queueOffset, scanner.physicalOffset(), String.valueOf(e.getMessage()));
        }
    }

    /** From here on nothing is said about the entries of the queue. */
    private void unreadable(
            QueueTally tally, long queueOffset, long physicalOffset, String problem) {
        tally.problem(
                FindingKind.QUEUE_UNREADABLE,
                queueOffset,
                physicalOffset,
                "the disk says: " + problem,
                directory(tally),
                findings);
        tally.endRun(directory(tally), findings);
        tally.isUnreadable = true;
    }

    private void reportReadProblem(QueueTally tally) {
        String problem = tally.view().map(QueueView::readProblem).orElse("");
        if (!problem.isEmpty()) {
            unreadable(tally, Finding.NONE, Finding.NONE, problem);
        }
    }

    /** After a crash the newest records may have no entry. */
    private boolean isExpectedToLack(RecordScanner scanner) {
        return scanner.physicalOffset() >= source.queuesMayEndBelow();
    }

    private EntryWindow window(QueueTally tally, QueueView view, long queueOffset)
            throws IOException {
        EntryWindow window = windows.get(tally);
        if (window == null) {
            if (windows.size() >= WINDOWS) {
                var oldest = windows.entrySet().iterator();
                window = oldest.next().getValue();
                oldest.remove();
                window.begin(0);
            } else {
                window = new EntryWindow(WINDOW_ENTRIES);
            }
            windows.put(tally, window);
        }
        if (!window.holds(queueOffset)) {
            view.read(queueOffset, window);
        }
        return window;
    }

    private void compare(QueueTally tally, DispatchRecord record, EntryWindow window)
            throws IOException {
        RecordScanner scanner = record.scanner();
        int i = (int) (scanner.queueOffset() - window.first());
        if (!window.holds(scanner.queueOffset())) {
            problem(tally, FindingKind.ENTRY_MISSING, record, "the queue became shorter");
            return;
        }
        if (window.physicalOffset(i) == scanner.physicalOffset()
                && window.recordBytes(i) == scanner.recordBytes()
                && hasTagsCode(tally, record, window.tagsCode(i))) {
            tally.matched++;
            return;
        }
        if (window.isImpossible(i) || !window.hasMessage(i)) {
            problem(
                    tally,
                    FindingKind.ENTRY_MISSING,
                    record,
                    "its place holds log offset '"
                            + window.physicalOffset(i)
                            + "', length '"
                            + window.recordBytes(i)
                            + "'");
            return;
        }
        tally.wrong++;
        problem(
                tally,
                FindingKind.ENTRY_WRONG,
                record,
                "says log offset '"
                        + window.physicalOffset(i)
                        + "', length '"
                        + window.recordBytes(i)
                        + "', tags code '"
                        + window.tagsCode(i)
                        + "'; the record has '"
                        + scanner.physicalOffset()
                        + "', '"
                        + scanner.recordBytes()
                        + "', '"
                        + record.tagsCode()
                        + "'");
    }

    private boolean hasTagsCode(QueueTally tally, DispatchRecord record, long entry)
            throws IOException {
        if (entry == record.tagsCode()) {
            return true;
        }
        long code = entry;
        if (ExtensionFiles.isAddress(entry)) {
            OptionalLong extended = extensions.tagsCode(tally.topic(), tally.queueId(), entry);
            if (extended.isEmpty()) {
                return false;
            }
            code = extended.getAsLong();
        }
        if (tally.topic().equals(TopicName.SCHEDULE)) {
            // The time it is due, by the levels that were set then.
            return code >= record.scanner().storeTimestamp();
        }
        return code == record.tagsCode();
    }

    /** Whether the log had a record of this queue with this number, or a later one, before. */
    boolean isStale(RecordScanner scanner) {
        if (!scanner.isQueued()) {
            return false;
        }
        Map<Integer, QueueTally> queues = tallies.get(scanner.topic());
        QueueTally tally = queues == null ? null : queues.get(scanner.queueId());
        return tally != null && tally.isChecked() && scanner.queueOffset() < tally.next;
    }

    @Override
    public void damaged(long from, long to) {
        sweep.damaged(from, to);
    }

    // ---- second pass: what is in the queues

    @Override
    public void logEnds(long end) throws IOException {
        sweep.logEnds(end);
        for (Map<Integer, QueueTally> queues : tallies.values()) {
            for (QueueTally tally : queues.values()) {
                if (tally.view().isEmpty()) {
                    withoutFiles.add(tally);
                }
            }
        }
        windows.clear();
        left = new ArrayDeque<>(source.queues());
    }

    @Override
    public boolean lookFurther() throws IOException {
        QueueTally lost = withoutFiles.poll();
        if (lost != null) {
            lost.endRun(directory(lost), findings);
            return true;
        }
        if (sweep.isBusy()) {
            sweep.step();
            return true;
        }
        QueueView view = left.poll();
        if (view == null) {
            return false;
        }
        Map<Integer, QueueTally> queues = tallies.getOrDefault(view.topic(), Map.of());
        QueueTally tally = queues.get(view.queueId());
        if (tally == null) {
            tally = new QueueTally(view.topic(), view.queueId(), true, Optional.of(view));
            reportReadProblem(tally);
        }
        tally.endRun(directory(tally), findings);
        if (view instanceof RestingQueue resting && !resting.problem().isEmpty()) {
            report(FindingKind.QUEUE_FILES, tally, Finding.NONE, 1, resting.problem());
        }
        if (!tally.isUnreadable) {
            sweep.begin(view, tally);
        }
        return true;
    }

    @Override
    public void close() {
        // opens a queue file for each look only
    }

    // ---- reporting

    private Path directory(QueueTally tally) {
        return layout.consumeQueueDir(tally.topic(), tally.queueId());
    }

    private void problem(QueueTally tally, FindingKind kind, DispatchRecord record, String detail) {
        tally.problem(
                kind,
                record.scanner().queueOffset(),
                record.scanner().physicalOffset(),
                detail,
                directory(tally),
                findings);
    }

    private void report(
            FindingKind kind, QueueTally tally, long physicalOffset, long count, String detail) {
        report(kind, tally, Finding.NONE, physicalOffset, count, detail);
    }

    private void report(
            FindingKind kind,
            QueueTally tally,
            long queueOffset,
            long physicalOffset,
            long count,
            String detail) {
        findings.add(
                new Finding(
                        kind,
                        directory(tally),
                        Finding.NONE,
                        physicalOffset,
                        tally.topic(),
                        tally.queueId(),
                        queueOffset,
                        count,
                        detail));
    }

    private void reportUnqueued(DispatchRecord record) {
        RecordScanner scanner = record.scanner();
        findings.add(
                new Finding(
                        FindingKind.RECORD_NOT_QUEUED,
                        layout.commitLogDir(),
                        Finding.NONE,
                        scanner.physicalOffset(),
                        record.topic(),
                        scanner.queueId(),
                        scanner.queueOffset(),
                        1,
                        "queue id '" + scanner.queueId() + "' of topic '" + record.topic() + "'"));
    }
}
