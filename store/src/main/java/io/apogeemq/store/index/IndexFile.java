package io.apogeemq.store.index;

import io.apogeemq.store.file.FileMap;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of the index: a table of slots, each the head of a chain of entries, newest first.
 *
 * <pre>
 * header     40 bytes       {@link IndexHeader}
 * slots      4 bytes each   number of the newest entry whose hash leads here, 0: none
 * entries    20 bytes each, big-endian; number 0 holds our {@link IndexMark}
 *   0  int32  hash of topic#key, not negative
 *   4  int64  physical offset of the record
 *  12  int32  whole seconds from the store time of the first entry to that of this one, not negative
 *  16  int32  number of the next older entry of the chain, 0: none
 * </pre>
 *
 * Source: store spec, "IndexFile".
 *
 * <p>Entries never change once written. At a checkpoint they are forced, then the header and the mark
 * that count them. Slots are forced once, when the file is full or closed; after a crash they are made
 * again from the entries, which alone matter.
 *
 * <p>Threads: written by one thread; searched by any, with a lease; forced by the checkpoint thread.
 */
final class IndexFile {

    private static final Logger log = LoggerFactory.getLogger(IndexFile.class);
    private static final VarHandle INTS =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final int HASH = 0;
    static final int PHYSICAL_OFFSET = 4;
    static final int SECONDS = 12;
    static final int OLDER = 16;

    private final Path path;
    private final IndexSize size;
    private final StoreFile file;
    private final FileMap map;
    private final ByteBuffer buffer;
    private final AtomicInteger leases = new AtomicInteger(1); // 1 for the owner

    // written by: the writing thread
    private final AtomicInteger nextEntry;
    private volatile long beginTimestamp;
    private volatile boolean isSearchable;
    private long endTimestamp; // published by nextEntry
    private long endPhysicalOffset; // the same
    private int slotsUsed;
    private IndexBlocks blocks;
    private int relinked;

    // written by: the checkpoint thread, or by an opening one before
    private volatile boolean isSealed;
    private boolean isNameForced;
    private int forcedEntries;
    private long forcedBelow = -1;

    private IndexFile(Path path, IndexSize size, StoreFile file, FileMap map, IndexHeader header) {
        this.path = path;
        this.size = size;
        this.file = file;
        this.map = map;
        this.buffer = map.buffer();
        this.nextEntry = new AtomicInteger(header.nextEntry());
        this.beginTimestamp = header.beginTimestamp();
        this.endTimestamp = header.endTimestamp();
        this.endPhysicalOffset = header.nextEntry() == 1 ? -1 : header.endPhysicalOffset();
        this.slotsUsed = header.slotsUsed();
        this.blocks = new IndexBlocks(file, buffer, size, header.nextEntry());
    }

    /** Makes an empty file; its name is durable after the first {@link #force}. */
    static IndexFile create(StoreFiles files, Path path, IndexSize size) throws IOException {
        StoreFile file = files.create(path);
        try {
            file.setLength(size.fileBytes());
            FileMap map = file.map(size.fileBytes());
            IndexFile made = new IndexFile(path, size, file, map, IndexHeader.EMPTY);
            made.isSearchable = true;
            return made;
        } catch (IOException e) {
            file.close();
            files.delete(path);
            throw e;
        }
    }

    /**
     * Opens a file that has the length its size asks for.
     *
     * @param header what is to be believed of it
     * @param hasChains whether slots and links are as the entries say; else {@link #relink} first
     */
    static IndexFile open(
            StoreFile file, Path path, IndexSize size, IndexHeader header, boolean hasChains)
            throws IOException {
        FileMap map = file.map(size.fileBytes());
        IndexFile opened = new IndexFile(path, size, file, map, header);
        opened.isSearchable = hasChains;
        opened.isNameForced = true;
        opened.forcedEntries = header.nextEntry();
        opened.isSealed = hasChains && opened.isFull();
        return opened;
    }

    Path path() {
        return path;
    }

    // ---- writing

    boolean isFull() {
        return nextEntry.getPlain() >= size.entries();
    }

    /**
     * Adds an entry. Hot: no allocation, no lock; the cost is one slot somewhere in memory.
     *
     * @throws IOException if there are no blocks for it; then nothing has changed
     */
    void put(int hash, long physicalOffset, long storeTimestamp) throws IOException {
        int entry = nextEntry.getPlain();
        int slotAt = size.slotAt(hash);
        int at = size.entryAt(entry);
        blocks.require(slotAt, at);
        if (entry == 1) {
            beginTimestamp = storeTimestamp;
        }
        int older = buffer.getInt(slotAt);
        if (older < 1 || older >= entry) {
            older = 0;
            slotsUsed++;
        }
        buffer.putInt(at + HASH, hash);
        buffer.putLong(at + PHYSICAL_OFFSET, physicalOffset);
        buffer.putInt(at + SECONDS, secondsSinceBegin(storeTimestamp));
        buffer.putInt(at + OLDER, older);
        endTimestamp = storeTimestamp;
        endPhysicalOffset = physicalOffset;
        nextEntry.setRelease(entry + 1);
        INTS.setRelease(buffer, slotAt, entry); // whoever sees the slot sees the entry
    }

    private int secondsSinceBegin(long storeTimestamp) {
        long seconds = (storeTimestamp - beginTimestamp) / 1000;
        return seconds <= 0 ? 0 : (int) Math.min(seconds, Integer.MAX_VALUE);
    }

    /** Whether {@link #relink} has to be called until it is done. */
    boolean needsRelink() {
        return !isSearchable;
    }

    /**
     * Makes slots and links again from the hashes of the entries, some at a time.
     *
     * @return whether the entries made sense so far; if not, the file is of no use
     */
    boolean relink(int entries) throws IOException {
        if (relinked == 0) {
            blocks.clearSlots();
            slotsUsed = 0;
            relinked = 1;
        }
        int end = (int) Math.min((long) relinked + entries, nextEntry.getPlain());
        long before = relinked == 1 ? -1 : physicalOffset(relinked - 1);
        for (int entry = relinked; entry < end; entry++) {
            int at = size.entryAt(entry);
            int hash = buffer.getInt(at + HASH);
            long physicalOffset = buffer.getLong(at + PHYSICAL_OFFSET);
            if (hash < 0 || physicalOffset < before || buffer.getInt(at + SECONDS) < 0) {
                return false;
            }
            before = physicalOffset;
            int slotAt = size.slotAt(hash);
            int older = buffer.getInt(slotAt);
            slotsUsed += older == 0 ? 1 : 0;
            if (buffer.getInt(at + OLDER) != older) {
                buffer.putInt(at + OLDER, older);
            }
            buffer.putInt(slotAt, entry);
        }
        relinked = end;
        isSearchable = end == nextEntry.getPlain();
        return true;
    }

    /**
     * Forgets all entries that point at or behind an offset, durably, and asks for a {@link #relink}.
     *
     * @param completeBelow what the mark says from now on
     */
    void truncate(long logEnd, long completeBelow) throws IOException {
        int low = 1;
        int high = nextEntry.getPlain();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (physicalOffset(middle) < logEnd) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low > forcedEntries) {
            int from = size.entryAt(Math.max(1, forcedEntries));
            map.force(from, size.entryAt(low) - from);
        }
        if (low == nextEntry.getPlain()) {
            // No entry goes, but the mark may speak about records that are not there any more.
            writeProgress(low, completeBelow, isSealed);
            return;
        }
        endTimestamp = low == 1 ? 0 : latest(low - 1);
        endPhysicalOffset = low == 1 ? -1 : physicalOffset(low - 1);
        nextEntry.set(low);
        blocks = new IndexBlocks(file, buffer, size, low);
        isSearchable = false;
        isSealed = false;
        relinked = 0;
        writeProgress(low, completeBelow, false);
    }

    // ---- durability

    /**
     * Makes all entries that are in now durable, and says so in header and mark; a full file is forced as
     * a whole and is sealed then.
     *
     * @param completeBelow every record below is in this file, or in one before that has been forced
     * @param whole whether slots too have to be on disk
     */
    void force(StoreFiles files, long completeBelow, boolean whole) throws IOException {
        int next = nextEntry.getAcquire();
        boolean linked = isSearchable;
        boolean all = linked && (whole || next >= size.entries());
        if (isSealed || (!whole && next == forcedEntries && completeBelow == forcedBelow)) {
            return;
        }
        if (!isNameForced) {
            file.force();
            files.forceDirectory(path.toAbsolutePath().getParent());
            isNameForced = true;
        }
        if (all) {
            map.force(0, size.fileBytes());
        } else if (next > forcedEntries) {
            int from = size.entryAt(Math.max(1, forcedEntries));
            map.force(from, size.entryAt(next) - from);
        }
        writeProgress(next, completeBelow, all);
        isSealed = linked && next >= size.entries();
    }

    private void writeProgress(int next, long completeBelow, boolean chainsForced)
            throws IOException {
        file.write(header(next).toBytes(), 0);
        map.force(0, IndexSize.HEADER_BYTES);
        file.write(new IndexMark(chainsForced, next, completeBelow).toBytes(), size.entryAt(0));
        map.force(size.entryAt(0), IndexSize.ENTRY_BYTES);
        forcedEntries = next;
        forcedBelow = completeBelow;
    }

    private IndexHeader header(int next) {
        boolean isEmpty = next == 1;
        return new IndexHeader(
                beginTimestamp,
                endTimestamp,
                isEmpty ? 0 : physicalOffset(1),
                isEmpty ? 0 : physicalOffset(next - 1),
                slotsUsed,
                next);
    }

    /** Full and on disk: it does not change any more. */
    boolean isSealed() {
        return isSealed;
    }

    // ---- reading

    /** Whether chains can be followed now. */
    boolean isSearchable() {
        return isSearchable;
    }

    /** Behind the newest entry. */
    int nextEntry() {
        return nextEntry.getAcquire();
    }

    boolean isEmpty() {
        return nextEntry() == 1;
    }

    long beginTimestamp() {
        return beginTimestamp;
    }

    /** Store time of the newest entry, at most a second too late; 0 without one. */
    long endTimestamp() {
        return nextEntry() == 1 ? 0 : endTimestamp;
    }

    /** Physical offset of the first entry, -1 without one; with a lease only. */
    long beginPhysicalOffset() {
        return nextEntry() == 1 ? -1 : physicalOffset(1);
    }

    /** Physical offset of the newest entry, -1 without one. */
    long endPhysicalOffset() {
        return nextEntry() == 1 ? -1 : endPhysicalOffset;
    }

    /** The newest entry of the chain a hash belongs to, 0 if there is none. */
    int newest(int hash) {
        int entry = (int) INTS.getAcquire(buffer, size.slotAt(hash));
        return entry >= 1 && entry < nextEntry() ? entry : 0;
    }

    int hash(int entry) {
        return buffer.getInt(size.entryAt(entry) + HASH);
    }

    long physicalOffset(int entry) {
        return buffer.getLong(size.entryAt(entry) + PHYSICAL_OFFSET);
    }

    /** Number of the next older entry of the chain, 0 at its end. */
    int older(int entry) {
        return buffer.getInt(size.entryAt(entry) + OLDER);
    }

    /** An entry's store time is not before this. */
    long earliest(int entry) {
        return beginTimestamp + 1000L * buffer.getInt(size.entryAt(entry) + SECONDS);
    }

    /** An entry's store time is not after this. */
    long latest(int entry) {
        return earliest(entry) + 999;
    }

    /** Whether two hashes lead to the same slot. */
    boolean isSameChain(int hash, int other) {
        return other >= 0 && hash % size.slots() == other % size.slots();
    }

    /** Takes a lease: true means the map stays until {@link #release}. */
    boolean tryLease() {
        while (true) {
            int n = leases.get();
            if (n == 0) {
                return false;
            }
            if (leases.compareAndSet(n, n + 1)) {
                return true;
            }
        }
    }

    /** Gives a lease back; the last one removes the map. */
    void release() {
        if (leases.decrementAndGet() == 0) {
            map.unmap();
            try {
                file.close();
            } catch (IOException e) {
                log.warn("index file could not be closed file={}", path, e);
            }
        }
    }

    /** Hashes of the entries of one record at the end of the file, newest first. */
    static int[] hashesAtEnd(IndexFile file, long physicalOffset) {
        int next = file.nextEntry();
        int entry = next - 1;
        while (entry >= 1 && file.physicalOffset(entry) == physicalOffset) {
            entry--;
        }
        int[] hashes = new int[next - 1 - entry];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = file.hash(next - 1 - i);
        }
        return hashes;
    }
}
