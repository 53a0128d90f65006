package io.apogeemq.store.verify;

import io.apogeemq.store.checkpoint.StoreCheckpoint;
import io.apogeemq.store.dispatch.Dispatcher;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One verification of a whole store, in steps that each read at most about a mebibyte: first the log from
 * its first byte to its end, with what is derived from it held against each record; then what is left in
 * the derived files; then the small files.
 *
 * <p>Memory: one window of the log and a small object for each queue; it does not grow with the log.
 *
 * <p>Threads: confined to the one that takes the steps, but for {@link #progress}.
 */
public final class StoreVerifier implements AutoCloseable {

    /** Where a verification is. */
    public enum Phase {
        LOG,
        DERIVED,
        SMALL_FILES,
        DONE
    }

    /**
     * How far it got.
     *
     * @param logBytes of the log that were looked at
     * @param logBytesTotal to be looked at in all
     */
    public record Progress(Phase phase, long logBytes, long logBytesTotal, long records) {}

    private final VerifySource source;
    private final StoreFiles files;
    private final StoreLayout layout;
    private final ReadMeter meter;
    private final Findings findings;
    private final List<LogFile> log;
    private final LogPeek peek;
    private final QueueCheck queues;
    private final IndexCheck index;
    private final List<DerivedCheck> checks;
    private final Dispatcher dispatcher;
    private final LogWalk walk;

    private Phase phase = Phase.LOG;
    private int check;
    private long records;
    private volatile Progress progress;

    private StoreVerifier(
            VerifySource source,
            StoreFiles files,
            StoreLayout layout,
            List<Duration> delayLevels,
            Findings findings,
            ReadMeter meter)
            throws IOException {
        this.source = source;
        this.files = files;
        this.layout = layout;
        this.findings = findings;
        this.meter = meter;
        this.log = source.logFiles();
        long checksumsFrom =
                StoreCheckpoint.read(files, layout.checkpointFile()).found().checksumsFrom();
        this.peek = new LogPeek(files, log, checksumsFrom, meter);
        this.queues = new QueueCheck(source, files, layout, findings, peek, meter);
        this.index = new IndexCheck(files, layout.indexDir(), source, findings, meter);
        this.checks = List.of(queues, index);
        this.dispatcher = new Dispatcher(List.copyOf(checks), delayLevels, checksumsFrom);
        this.walk =
                new LogWalk(
                        files, log, source.limit(), dispatcher.scanner(), queues::isStale, meter);
        publish();
    }

    /** A verification of a store that nobody has open; the caller holds its lock. */
    public static StoreVerifier atRest(
            StoreFiles files,
            StoreLayout layout,
            StoreSizes sizes,
            List<Duration> delayLevels,
            Findings findings,
            ReadMeter meter)
            throws IOException {
        StoreAtRest source = new StoreAtRest(files, layout, sizes, meter);
        StoreVerifier verifier =
                new StoreVerifier(source, files, layout, delayLevels, findings, meter);
        verifier.checkLogFiles(sizes);
        return verifier;
    }

    /** A verification of what a store that is at work has dispatched up to now. */
    static StoreVerifier of(
            VerifySource source,
            StoreFiles files,
            StoreLayout layout,
            List<Duration> delayLevels,
            Findings findings,
            ReadMeter meter)
            throws IOException {
        return new StoreVerifier(source, files, layout, delayLevels, findings, meter);
    }

    private void checkLogFiles(StoreSizes sizes) throws IOException {
        for (int i = 0; i < log.size(); i++) {
            LogFile file = log.get(i);
            boolean isEmptyLast = file.bytes() == 0 && i == log.size() - 1;
            if (file.bytes() != sizes.logFileBytes() && !isEmptyLast) {
                findings.add(
                        Finding.ofFile(
                                FindingKind.LOG_FILE_LENGTH,
                                file.path(),
                                "has "
                                        + file.bytes()
                                        + " bytes, the others have "
                                        + sizes.logFileBytes()));
            }
        }
        for (Path path : files.listFiles(layout.commitLogDir())) {
            if (!StoreLayout.isSegmentName(path.getFileName().toString())) {
                findings.add(
                        Finding.ofFile(
                                FindingKind.FOREIGN_FILE, path, "its name is no log offset"));
            }
        }
    }

    /** Goes on a bounded piece; false when there is nothing left to look at. */
    public boolean step() throws IOException {
        switch (phase) {
            case LOG -> stepLog();
            case DERIVED -> stepDerived();
            case SMALL_FILES -> {
                long end = walk.position();
                new SmallFilesCheck(files, layout, findings, meter)
                        .run(end, source.limit() != Long.MAX_VALUE);
                phase = Phase.DONE;
            }
            case DONE -> {
                return false;
            }
        }
        publish();
        return phase != Phase.DONE;
    }

    private void stepLog() throws IOException {
        long stop = meter.bytes() + 1; // until something was read
        try {
            while (phase == Phase.LOG && meter.bytes() < stop) {
                stepRecord();
            }
        } catch (LogFileGone e) {
            walk.passByFile(e.file()); // it has expired: nothing to say about it
        }
    }

    private void stepRecord() throws IOException {
        switch (walk.next()) {
            case RECORD -> {
                records++;
                dispatcher.dispatch();
            }
            case SEARCHING -> {}
            case DAMAGE -> damage();
            case GAP -> {
                lost(walk.rangeFrom(), walk.rangeTo());
                findings.add(
                        Finding.ofLog(
                                FindingKind.LOG_GAP,
                                walk.rangeFile(),
                                walk.rangeFrom(),
                                walk.rangeTo() - walk.rangeFrom(),
                                "no file has the bytes from '"
                                        + walk.rangeFrom()
                                        + "' to '"
                                        + walk.rangeTo()
                                        + "'"));
            }
            case END -> end();
        }
    }

    private void damage() {
        lost(walk.rangeFrom(), walk.rangeTo());
        findings.add(
                Finding.ofLog(
                        walk.isUnreadable()
                                ? FindingKind.LOG_UNREADABLE
                                : FindingKind.RECORD_DAMAGED,
                        walk.rangeFile(),
                        walk.rangeFrom(),
                        walk.rangeTo() - walk.rangeFrom(),
                        walk.why() + "; the next record begins at '" + walk.rangeTo() + "'"));
    }

    private void lost(long from, long to) {
        for (DerivedCheck derived : checks) {
            derived.damaged(from, to);
        }
    }

    private void end() throws IOException {
        if (walk.hasTail()) {
            String stale =
                    walk.staleRecords() == 0
                            ? ""
                            : "; among them " + walk.staleRecords() + " of a log that was cut here";
            findings.add(
                    Finding.ofLog(
                            FindingKind.TORN_TAIL,
                            walk.rangeFile(),
                            walk.rangeFrom(),
                            tailEnd() - walk.rangeFrom(),
                            walk.why() + stale));
            lost(walk.rangeFrom(), Long.MAX_VALUE);
        }
        for (DerivedCheck derived : checks) {
            derived.logEnds(walk.position());
        }
        phase = Phase.DERIVED;
    }

    /** The tail may go on in files that were begun behind the one where the whole records end. */
    private long tailEnd() throws IOException {
        long end = walk.rangeFile().endOffset();
        for (LogFile file : log) {
            if (file.firstOffset() >= end && peek.isWritten(file)) {
                end = file.endOffset();
            }
        }
        return end;
    }

    private void stepDerived() throws IOException {
        long stop = meter.bytes() + (1 << 16);
        while (check < checks.size() && meter.bytes() < stop) {
            if (!checks.get(check).lookFurther()) {
                check++;
            }
        }
        if (check == checks.size()) {
            phase = Phase.SMALL_FILES;
        }
    }

    private void publish() {
        long begin = log.isEmpty() ? 0 : log.get(0).firstOffset();
        long last = log.isEmpty() ? 0 : log.get(log.size() - 1).endOffset();
        long total = Math.min(last, source.limit()) - begin;
        progress = new Progress(phase, walk.position() - begin, total, records);
    }

    /** How far it got. Any thread. */
    public Progress progress() {
        return progress;
    }

    /** Where the log ends; known when the log was looked at. */
    public long logEnd() {
        return walk.position();
    }

    @Override
    public void close() throws IOException {
        for (DerivedCheck derived : checks) {
            derived.close();
        }
        walk.close();
        peek.close();
    }
}
