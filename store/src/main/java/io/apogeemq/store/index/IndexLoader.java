package io.apogeemq.store.index;

import io.apogeemq.store.dispatch.LastStop;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the index files that are on disk and can be believed. The first one that can't, and all behind
 * it, are removed: they come again from the log.
 *
 * <pre>
 * after             a file with our mark                    a file of the peer
 *   a clean stop    as its header says                      as its header says
 *   a crash         the entries the mark counts             only if the checkpoint's time covers it
 * </pre>
 *
 * <p>Threads: the opening thread.
 */
final class IndexLoader {

    private static final Logger log = LoggerFactory.getLogger(IndexLoader.class);
    private static final int NAME_DIGITS = 17;
    private static final int MARK_SEARCH_BYTES = IndexSize.ENTRY_BYTES << 12;
    private static final int ENTRIES_TRIED = 64;

    private final StoreFiles files;
    private final Path directory;
    private final IndexSize configured;
    private final LastStop stop;
    private final LongUnaryOperator storeTimes;

    /**
     * What was found.
     *
     * @param completeBelow every record below is in the files
     */
    record Loaded(List<IndexFile> files, long completeBelow) {}

    /** What of a file can be believed. */
    private record Believed(IndexHeader header, boolean hasChains, long completeBelow) {}

    /** @param storeTimes store time of the record at a physical offset, negative if it is not known */
    IndexLoader(
            StoreFiles files,
            Path directory,
            IndexSize configured,
            LastStop stop,
            LongUnaryOperator storeTimes) {
        this.files = files;
        this.directory = directory;
        this.configured = configured;
        this.stop = stop;
        this.storeTimes = storeTimes;
    }

    static boolean isIndexName(String name) {
        return name.length() == NAME_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    Loaded load() throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Path path : files.listFiles(directory)) {
            if (isIndexName(path.getFileName().toString())) {
                paths.add(path);
            } else {
                log.warn("not an index file, ignored file={}", path);
            }
        }
        List<IndexFile> loaded = new ArrayList<>();
        long completeBelow = 0;
        for (int i = 0; i < paths.size(); i++) {
            StoreFile file = files.open(paths.get(i));
            boolean isTaken = false;
            boolean hasChains = false;
            if (isUnused(file)) {
                file.close();
                files.delete(paths.get(i));
                continue;
            }
            try {
                Optional<IndexSize> size = sizeOf(file);
                Optional<Believed> believed =
                        size.isEmpty()
                                ? Optional.empty()
                                : believe(file, paths.get(i), size.get(), lastEnd(loaded));
                if (believed.isPresent()) {
                    hasChains = believed.get().hasChains();
                    loaded.add(
                            IndexFile.open(
                                    file,
                                    paths.get(i),
                                    size.get(),
                                    believed.get().header(),
                                    hasChains));
                    completeBelow = Math.max(completeBelow, believed.get().completeBelow());
                    isTaken = true;
                }
            } finally {
                if (!isTaken) {
                    file.close();
                }
            }
            if (!hasChains) {
                // Entries may be missing at its end: what follows would not join on.
                remove(paths.subList(isTaken ? i + 1 : i, paths.size()));
                break;
            }
        }
        return new Loaded(loaded, completeBelow);
    }

    /** Made, but never counted anything: its number of slots does not matter. */
    private boolean isUnused(StoreFile file) throws IOException {
        if (file.length() != configured.fileBytes()) {
            return false;
        }
        ByteBuffer header = bytes(file, 0, IndexSize.HEADER_BYTES);
        ByteBuffer mark = bytes(file, configured.entryAt(0), IndexSize.ENTRY_BYTES);
        return IndexHeader.read(header).nextEntry() == 1 && IndexMark.read(mark).isEmpty();
    }

    private static long lastEnd(List<IndexFile> loaded) {
        return loaded.isEmpty() ? -1 : loaded.get(loaded.size() - 1).endPhysicalOffset();
    }

    private void remove(List<Path> paths) throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        for (Path path : paths) {
            log.warn("index file can't be used, rebuilt from the log file={}", path);
            files.delete(path);
        }
        files.forceDirectory(directory);
    }

    // ---- what of a file can be believed

    private Optional<Believed> believe(StoreFile file, Path path, IndexSize size, long endBefore)
            throws IOException {
        IndexHeader header = IndexHeader.read(bytes(file, 0, IndexSize.HEADER_BYTES));
        Optional<IndexMark> mark =
                IndexMark.read(bytes(file, size.entryAt(0), IndexSize.ENTRY_BYTES));
        int next = header.nextEntry();
        if (mark.isEmpty() && stop.crashed() && header.endTimestamp() > stop.indexTimestamp()) {
            return Optional.empty();
        }
        if (mark.isPresent()) {
            if (mark.get().nextEntry() > next) {
                return Optional.empty();
            }
            next = stop.crashed() ? mark.get().nextEntry() : next;
        }
        if (next > size.entries()) {
            return Optional.empty();
        }
        IndexHeader believed = next < header.nextEntry() ? cut(file, size, header, next) : header;
        if (!isSound(file, size, believed, endBefore)) {
            log.warn("index file has a damaged header file={}", path);
            return Optional.empty();
        }
        return Optional.of(
                new Believed(believed, hasChains(mark, size, next), complete(mark, believed)));
    }

    /** After a crash slots are as they were forced only in a file that was full by then. */
    private boolean hasChains(Optional<IndexMark> mark, IndexSize size, int next) {
        if (mark.isEmpty()) {
            return true;
        }
        boolean wereForced = mark.get().chainsForced() && mark.get().nextEntry() == next;
        return wereForced && (!stop.crashed() || next == size.entries());
    }

    private static long complete(Optional<IndexMark> mark, IndexHeader header) {
        long byEntries = header.nextEntry() == 1 ? 0 : header.endPhysicalOffset();
        return mark.map(m -> Math.max(m.completeBelow(), byEntries)).orElse(byEntries);
    }

    private static IndexHeader cut(StoreFile file, IndexSize size, IndexHeader header, int next)
            throws IOException {
        if (next == 1) {
            return IndexHeader.EMPTY;
        }
        ByteBuffer last = bytes(file, size.entryAt(next - 1), IndexSize.ENTRY_BYTES);
        long seconds = last.getInt(IndexFile.SECONDS);
        return new IndexHeader(
                header.beginTimestamp(),
                header.beginTimestamp() + 1000 * seconds + 999,
                header.beginPhysicalOffset(),
                last.getLong(IndexFile.PHYSICAL_OFFSET),
                header.slotsUsed(),
                next);
    }

    private boolean isSound(StoreFile file, IndexSize size, IndexHeader header, long endBefore)
            throws IOException {
        if (header.nextEntry() == 1) {
            return true;
        }
        ByteBuffer first = bytes(file, size.entryAt(1), IndexSize.ENTRY_BYTES);
        ByteBuffer last = bytes(file, size.entryAt(header.nextEntry() - 1), IndexSize.ENTRY_BYTES);
        long begin = header.beginPhysicalOffset();
        long end = header.endPhysicalOffset();
        return first.getLong(IndexFile.PHYSICAL_OFFSET) == begin
                && last.getLong(IndexFile.PHYSICAL_OFFSET) == end
                && first.getInt(IndexFile.HASH) >= 0
                && last.getInt(IndexFile.HASH) >= 0
                && begin >= Math.max(0, endBefore)
                && begin <= end
                && isStoreTime(begin, header.beginTimestamp());
    }

    private boolean isStoreTime(long physicalOffset, long timestamp) {
        long stored = storeTimes.applyAsLong(physicalOffset);
        return stored < 0 || stored == timestamp;
    }

    // ---- how many slots and entries a file has

    /** Tells it by the length: as configured, as everybody has it, or as the content fits. */
    Optional<IndexSize> sizeOf(StoreFile file) throws IOException {
        long length = file.length();
        if (length == configured.fileBytes()) {
            return Optional.of(configured);
        }
        if (length < IndexSize.fileBytes(1, 2) || length > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        IndexSize usual = IndexConfig.defaults().size();
        for (IndexSize size :
                List.of(
                        usual,
                        withSlots(length, configured.slots()),
                        withSlots(length, usual.slots()),
                        withEntries(length, configured.entries()),
                        withEntries(length, usual.entries()),
                        withRatio(length))) {
            if (size.slots() > 0
                    && size.entries() > 1
                    && IndexSize.fileBytes(size.slots(), size.entries()) == length
                    && fits(file, size)) {
                log.info(
                        "index file of another size slots={} entries={}",
                        size.slots(),
                        size.entries());
                return Optional.of(size);
            }
        }
        return withMark(file, length);
    }

    /** Our mark stands behind the slots, so it tells how many there are. */
    private static Optional<IndexSize> withMark(StoreFile file, long length) throws IOException {
        if (length % IndexSize.SLOT_BYTES != 0) {
            return Optional.empty();
        }
        // Whole entries from there to the end; slots before it are whole then, too.
        long first = length % IndexSize.ENTRY_BYTES;
        while (first < IndexSize.HEADER_BYTES) {
            first += IndexSize.ENTRY_BYTES;
        }
        for (long from = first; from < length; from += MARK_SEARCH_BYTES) {
            ByteBuffer block = bytes(file, from, (int) Math.min(MARK_SEARCH_BYTES, length - from));
            for (int i = 0; i < block.limit(); i += IndexSize.ENTRY_BYTES) {
                if (IndexMark.read(block.slice(i, IndexSize.ENTRY_BYTES)).isPresent()) {
                    int slots = (int) ((from + i - IndexSize.HEADER_BYTES) / IndexSize.SLOT_BYTES);
                    return Optional.of(withSlots(length, slots));
                }
            }
        }
        return Optional.empty();
    }

    private static IndexSize withSlots(long length, int slots) {
        long rest = length - IndexSize.HEADER_BYTES - (long) IndexSize.SLOT_BYTES * slots;
        return new IndexSize(slots, (int) (rest / IndexSize.ENTRY_BYTES));
    }

    private static IndexSize withEntries(long length, int entries) {
        long rest = length - IndexSize.HEADER_BYTES - (long) IndexSize.ENTRY_BYTES * entries;
        return new IndexSize((int) (rest / IndexSize.SLOT_BYTES), entries);
    }

    /** Four entries for a slot, as in the usual size. */
    private static IndexSize withRatio(long length) {
        long slots =
                (length - IndexSize.HEADER_BYTES)
                        / (IndexSize.SLOT_BYTES + 4 * IndexSize.ENTRY_BYTES);
        return new IndexSize((int) slots, (int) (4 * slots));
    }

    /** Whether the first entries are entries when the file is cut up so. */
    private static boolean fits(StoreFile file, IndexSize size) throws IOException {
        IndexHeader header = IndexHeader.read(bytes(file, 0, IndexSize.HEADER_BYTES));
        if (header.nextEntry() > size.entries()) {
            return false;
        }
        long before = header.beginPhysicalOffset();
        int end = Math.min(header.nextEntry(), ENTRIES_TRIED);
        for (int entry = 1; entry < end; entry++) {
            ByteBuffer bytes = bytes(file, size.entryAt(entry), IndexSize.ENTRY_BYTES);
            long physicalOffset = bytes.getLong(IndexFile.PHYSICAL_OFFSET);
            int older = bytes.getInt(IndexFile.OLDER);
            boolean isEntry =
                    bytes.getInt(IndexFile.HASH) >= 0
                            && physicalOffset >= before
                            && physicalOffset <= header.endPhysicalOffset()
                            && bytes.getInt(IndexFile.SECONDS) >= 0
                            && older >= 0
                            && older < entry
                            && (entry > 1 || physicalOffset == before);
            if (!isEntry) {
                return false;
            }
            before = physicalOffset;
        }
        return header.nextEntry() > 1;
    }

    private static ByteBuffer bytes(StoreFile file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(bytes, at);
        return bytes.clear();
    }
}
