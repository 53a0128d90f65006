package io.apogeemq.store.verify;

import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.dispatch.DispatchRecord;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.index.IndexFileView;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The index of keys against the log: its entries stand in log order, so both are gone over side by side,
 * and each record must have an entry for each of its keys. Then the chains by which keys are found.
 *
 * <p>Memory: a block of entries, and a number for each slot of one file while its chains are looked at.
 */
final class IndexCheck implements DerivedCheck {

    private static final int CHAIN_STEP = 50_000;
    private static final int NO_HASH = -1;

    private final StoreFiles files;
    private final Path directory;
    private final VerifySource source;
    private final Findings findings;
    private final ReadMeter meter;
    private final ArrayDeque<Path> left = new ArrayDeque<>(); // files not gone over yet
    private final ArrayDeque<Path> chains = new ArrayDeque<>(); // files whose chains are left
    private final Set<Path> reportedUnreadable = new HashSet<>();
    private final long completeBelow;

    private IndexFileView view; // null before the first file, and behind the last
    private int entry;
    private int matched; // entries of the present record
    private int[] wanted = {};

    private FindingKind runKind; // records one behind the other with the same problem
    private Finding runFirst;
    private long runCount;

    private long firstRecord = -1; // physical offset of the first record that was offered
    private long damagedFrom; // the latest stretch without records: entries may point into it
    private long damagedTo;

    private IndexFileView chained; // null between two files
    private int[] heads = {};
    private int chainEntry;

    IndexCheck(
            StoreFiles files,
            Path directory,
            VerifySource source,
            Findings findings,
            ReadMeter meter)
            throws IOException {
        this.files = files;
        this.directory = directory;
        this.source = source;
        this.findings = findings;
        this.meter = meter;
        List<Path> paths = IndexFileView.paths(files, directory);
        long complete = 0;
        for (Path path : paths) {
            Optional<IndexFileView> found = open(path);
            if (found.isPresent()) {
                complete = Math.max(complete, found.get().completeBelow());
                found.get().close();
                left.add(path);
                chains.add(path);
            }
        }
        this.completeBelow = complete;
        openNext();
    }

    private Optional<IndexFileView> open(Path path) {
        try {
            Optional<IndexFileView> found = IndexFileView.open(files, path, source.indexConfig());
            if (found.isEmpty()) {
                findings.add(
                        Finding.ofFile(
                                FindingKind.INDEX_FILE,
                                path,
                                "its length and its header don't fit together"));
            }
            return found;
        } catch (NoSuchFileException expiredMeanwhile) {
            return Optional.empty();
        } catch (IOException e) {
            reportUnreadable(path, e);
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "index";
    }

    // ---- side by side with the log

    @Override
    public Accepted accept(DispatchRecord record) throws IOException {
        RecordScanner scanner = record.scanner();
        long physicalOffset = scanner.physicalOffset();
        if (view == null && completeBelow == 0) {
            return Accepted.NOTHING_TO_DO; // there is no index
        }
        firstRecord = firstRecord < 0 ? physicalOffset : firstRecord;
        wanted = IndexFileView.hashesOf(record.topic(), scanner);
        int tag = IndexFileView.tagHashOf(record.topic(), scanner);
        matched = 0;
        boolean isDone = false;
        while (!isDone) {
            try {
                match(physicalOffset, tag);
                isDone = true;
            } catch (IOException e) {
                leaveFile(e);
            }
        }
        if (matched < wanted.length) {
            boolean isBehind = physicalOffset >= completeBelow;
            lacks(isBehind ? FindingKind.INDEX_BEHIND : FindingKind.INDEX_ENTRY_MISSING, record);
        } else if (wanted.length > 0) {
            endRun();
        }
        return Accepted.NOTHING_TO_DO;
    }

    /** Goes over the entries up to those of a record. */
    private void match(long physicalOffset, int tag) throws IOException {
        while (view != null && view.physicalOffset(entry) <= physicalOffset) {
            if (view.physicalOffset(entry) < physicalOffset) {
                reportStray(physicalOffset);
            } else if (!take(view.hash(entry)) && !isExtra(tag)) {
                report(
                        FindingKind.INDEX_ENTRY_WRONG,
                        physicalOffset,
                        "the record has no key with the hash '" + view.hash(entry) + "'");
            }
            nextEntry();
        }
    }

    /** The disk does not give the rest of the file. */
    private void leaveFile(IOException e) throws IOException {
        IndexFileView unreadable = view;
        reportUnreadable(unreadable.path(), e);
        openNext();
        unreadable.close();
    }

    private void reportUnreadable(Path path, IOException e) {
        if (reportedUnreadable.add(path)) {
            findings.add(
                    Finding.ofFile(
                            FindingKind.INDEX_FILE, path, "the disk says: " + e.getMessage()));
        }
    }

    private boolean take(int hash) {
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] == hash) {
                wanted[i] = NO_HASH;
                matched++;
                return true;
            }
        }
        return false;
    }

    /** The peer adds tags, and may add the keys of a record twice. */
    private boolean isExtra(int tag) throws IOException {
        return view.isOfThePeer() && (view.hash(entry) == tag || matched == wanted.length);
    }

    /** An entry that points between the records, or before the log's first one. */
    private void reportStray(long nextRecord) throws IOException {
        long physicalOffset = view.physicalOffset(entry);
        if (physicalOffset >= Math.max(source.logMin(), firstRecord)
                && !isInDamage(physicalOffset)) {
            report(
                    FindingKind.INDEX_ENTRY_WRONG,
                    physicalOffset,
                    "points to no record; the next one begins at '" + nextRecord + "'");
        }
    }

    private boolean isInDamage(long physicalOffset) {
        return physicalOffset >= damagedFrom && physicalOffset < damagedTo;
    }

    private void nextEntry() throws IOException {
        entry++;
        if (entry >= view.nextEntry()) {
            view.close();
            openNext();
        }
    }

    private void openNext() throws IOException {
        view = null;
        while (view == null && !left.isEmpty()) {
            Optional<IndexFileView> found = open(left.poll());
            if (found.isPresent() && found.get().nextEntry() > 1) {
                view = found.get();
                entry = 1;
                meter.read((long) view.nextEntry() * 20);
            } else if (found.isPresent()) {
                found.get().close();
            }
        }
    }

    private void lacks(FindingKind kind, DispatchRecord record) {
        if (source.limit() != Long.MAX_VALUE && kind == FindingKind.INDEX_BEHIND) {
            return; // a store at work: the entries are on their way
        }
        if (kind != runKind) {
            endRun();
            RecordScanner scanner = record.scanner();
            runKind = kind;
            runFirst =
                    new Finding(
                            kind,
                            directory,
                            Finding.NONE,
                            scanner.physicalOffset(),
                            record.topic(),
                            scanner.queueId(),
                            scanner.queueOffset(),
                            1,
                            (wanted.length - matched)
                                    + " of "
                                    + wanted.length
                                    + " keys are not in");
        }
        runCount++;
    }

    private void endRun() {
        if (runKind != null) {
            findings.add(runFirst.withCount(runCount));
            runKind = null;
            runCount = 0;
        }
    }

    private void report(FindingKind kind, long physicalOffset, String detail) {
        findings.add(
                new Finding(
                        kind,
                        view.path(),
                        view.positionOf(entry),
                        physicalOffset,
                        "",
                        Finding.NONE,
                        Finding.NONE,
                        1,
                        detail));
    }

    @Override
    public void damaged(long from, long to) {
        damagedFrom = from;
        damagedTo = to;
    }

    @Override
    public void logEnds(long end) throws IOException {
        endRun();
        boolean wasClosed = source.queuesMayEndBelow() == Long.MAX_VALUE;
        boolean isAtRest = source.limit() == Long.MAX_VALUE;
        try {
            if (view != null && isAtRest && wasClosed && view.physicalOffset(entry) >= end) {
                report(
                        FindingKind.INDEX_ENTRY_WRONG,
                        view.physicalOffset(entry),
                        "points behind the end of the log '" + end + "'");
            }
        } catch (IOException e) {
            reportUnreadable(view.path(), e);
        }
        if (view != null) {
            view.close();
            view = null;
        }
    }

    // ---- chains

    @Override
    public boolean lookFurther() throws IOException {
        if (chained == null) {
            return beginChains();
        }
        try {
            followChains();
        } catch (IOException e) {
            reportUnreadable(chained.path(), e);
            endChains();
        }
        return true;
    }

    private void followChains() throws IOException {
        int end = Math.min(chained.nextEntry(), chainEntry + CHAIN_STEP);
        for (; chainEntry < end; chainEntry++) {
            int slot = chained.hash(chainEntry) % heads.length;
            if (slot < 0 || chained.older(chainEntry) != heads[slot] && !isEnd(slot)) {
                reportChain(
                        "the entry should be followed by entry '"
                                + (slot < 0 ? 0 : heads[slot])
                                + "', it says '"
                                + chained.older(chainEntry)
                                + "'");
                return;
            }
            heads[slot] = chainEntry;
        }
        if (chainEntry >= chained.nextEntry()) {
            checkSlots();
        }
    }

    /** What a reader takes for the end of a chain. */
    private boolean isEnd(int slot) throws IOException {
        int older = chained.older(chainEntry);
        return heads[slot] == 0 && (older <= 0 || older >= chainEntry);
    }

    private boolean beginChains() throws IOException {
        Path path = chains.poll();
        if (path == null) {
            return false;
        }
        boolean wasClosed = source.queuesMayEndBelow() == Long.MAX_VALUE;
        Optional<IndexFileView> found = open(path);
        if (found.isPresent()
                && found.get().hasChains()
                && found.get().nextEntry() > 1
                && wasClosed) {
            chained = found.get();
            heads = new int[chained.slots()];
            chainEntry = 1;
            meter.read((long) chained.nextEntry() * 20);
        } else if (found.isPresent()) {
            found.get().close();
        }
        return true;
    }

    /** In a store at work slots lead to newer entries than were counted when the file was opened. */
    private void checkSlots() throws IOException {
        int[] part = new int[CHAIN_STEP];
        for (int from = 0; from < heads.length; from += part.length) {
            int count = Math.min(part.length, heads.length - from);
            chained.readSlots(from, count, part);
            meter.read(4L * count);
            for (int i = 0; i < count; i++) {
                boolean isNewer = part[i] <= 0 || part[i] >= chained.nextEntry();
                boolean isEmpty = heads[from + i] == 0 && isNewer;
                boolean goesOn = source.limit() != Long.MAX_VALUE && isNewer;
                if (part[i] != heads[from + i] && !isEmpty && !goesOn) {
                    reportChain(
                            "slot '"
                                    + (from + i)
                                    + "' should lead to entry '"
                                    + heads[from + i]
                                    + "', it says '"
                                    + part[i]
                                    + "'");
                    return;
                }
            }
        }
        endChains();
    }

    /** One for each file: the chains of a file are made again as a whole. */
    private void reportChain(String detail) throws IOException {
        findings.add(Finding.ofFile(FindingKind.INDEX_CHAIN_WRONG, chained.path(), detail));
        endChains();
    }

    private void endChains() throws IOException {
        chained.close();
        chained = null;
        heads = new int[0];
    }

    @Override
    public void close() throws IOException {
        if (view != null) {
            view.close();
        }
        if (chained != null) {
            chained.close();
        }
    }
}
