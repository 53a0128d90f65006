package io.apogeemq.store.index;

import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.PropertyScanner;
import io.apogeemq.common.message.SysFlag;
import io.apogeemq.store.commitlog.KeyHash;
import io.apogeemq.store.commitlog.RecordScanner;
import io.apogeemq.store.dispatch.LastStop;
import io.apogeemq.store.file.StoreFile;
import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An index file as it is on disk, read with ordinary reads: for those who hold every entry against the
 * log. Nothing is changed, and what was added after it was opened is not seen.
 *
 * <p>Threads: confined to one.
 */
public final class IndexFileView implements AutoCloseable {

    private static final int BLOCK_ENTRIES = 4096;
    private static final byte[] UNIQUE_KEY =
            PropertyKeys.UNIQUE_KEY.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEYS = PropertyKeys.KEYS.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAGS = PropertyKeys.TAGS.getBytes(StandardCharsets.US_ASCII);

    private final Path path;
    private final StoreFile file;
    private final IndexSize size;
    private final IndexHeader header;
    private final Optional<IndexMark> mark;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK_ENTRIES * IndexSize.ENTRY_BYTES);
    private int blockFrom = -1;

    private IndexFileView(
            Path path,
            StoreFile file,
            IndexSize size,
            IndexHeader header,
            Optional<IndexMark> mark) {
        this.path = path;
        this.file = file;
        this.size = size;
        this.header = header;
        this.mark = mark;
    }

    /** The index files of a directory, oldest first. */
    public static List<Path> paths(StoreFiles files, Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (Path path : files.listFiles(directory)) {
            if (IndexLoader.isIndexName(path.getFileName().toString())) {
                paths.add(path);
            }
        }
        return paths;
    }

    /**
     * Opens a file; empty if its length or its header can't be those of one.
     *
     * @param configured how files are cut up that the store makes now, as far as that is known
     */
    public static Optional<IndexFileView> open(StoreFiles files, Path path, IndexConfig configured)
            throws IOException {
        StoreFile file = files.open(path);
        boolean isTaken = false;
        try {
            IndexLoader loader =
                    new IndexLoader(
                            files,
                            path.getParent(),
                            configured.size(),
                            new LastStop(true, false, false, 0, 0, 0, false, 0),
                            offset -> -1);
            ByteBuffer top = ByteBuffer.allocate(IndexSize.HEADER_BYTES);
            file.read(top, 0);
            IndexHeader header = IndexHeader.read(top);
            Optional<IndexSize> size = loader.sizeOf(file);
            if (size.isEmpty() && header.nextEntry() == 1) {
                isTaken = true; // an empty file does not tell how it is cut up, and has nothing to
                // cut
                return Optional.of(
                        new IndexFileView(
                                path, file, new IndexSize(1, 2), header, Optional.empty()));
            }
            if (size.isEmpty() || header.nextEntry() > size.get().entries()) {
                return Optional.empty();
            }
            ByteBuffer first = ByteBuffer.allocate(IndexSize.ENTRY_BYTES);
            file.read(first, size.get().entryAt(0));
            isTaken = true;
            return Optional.of(
                    new IndexFileView(
                            path, file, size.get(), header, IndexMark.read(first.clear())));
        } finally {
            if (!isTaken) {
                file.close();
            }
        }
    }

    public Path path() {
        return path;
    }

    /** Number of the entry behind the last one that the file counts; the first is 1. */
    public int nextEntry() {
        int counted = header.nextEntry();
        return mark.isPresent() ? Math.min(mark.get().nextEntry(), counted) : counted;
    }

    /** Every record of the log below is in this file or one before it, as the file says. */
    public long completeBelow() {
        long byEntries = header.nextEntry() == 1 ? 0 : header.endPhysicalOffset();
        return mark.map(m -> Math.max(m.completeBelow(), byEntries)).orElse(byEntries);
    }

    /** Whether slots and links are said to be on disk too. */
    public boolean hasChains() {
        return mark.isEmpty() || mark.get().chainsForced();
    }

    /** Whether the peer wrote it: it indexes tags as well, and may index a record twice. */
    public boolean isOfThePeer() {
        return mark.isEmpty();
    }

    public int slots() {
        return size.slots();
    }

    public int hash(int entry) throws IOException {
        return load(entry).getInt(at(entry) + IndexFile.HASH);
    }

    public long physicalOffset(int entry) throws IOException {
        return load(entry).getLong(at(entry) + IndexFile.PHYSICAL_OFFSET);
    }

    /** Number of the next older entry of the chain, 0 at its end. */
    public int older(int entry) throws IOException {
        return load(entry).getInt(at(entry) + IndexFile.OLDER);
    }

    /** Where an entry is in the file. */
    public long positionOf(int entry) {
        return size.entryAt(entry);
    }

    /** Reads a part of the slot table. */
    public void readSlots(int from, int count, int[] target) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count * IndexSize.SLOT_BYTES);
        file.read(bytes, IndexSize.HEADER_BYTES + (long) from * IndexSize.SLOT_BYTES);
        bytes.clear().asIntBuffer().get(target, 0, count);
    }

    private int at(int entry) {
        return (entry - blockFrom) * IndexSize.ENTRY_BYTES;
    }

    private ByteBuffer load(int entry) throws IOException {
        if (blockFrom < 0 || entry < blockFrom || entry >= blockFrom + BLOCK_ENTRIES) {
            block.clear();
            int most = Math.min(BLOCK_ENTRIES, size.entries() - entry);
            file.read(block.limit(most * IndexSize.ENTRY_BYTES), size.entryAt(entry));
            block.clear();
            blockFrom = entry;
        }
        return block;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    // ---- what should be in

    /** Hashes of the keys of a record in the order they are indexed: unique key, then the others. */
    public static int[] hashesOf(String topic, RecordScanner record) {
        if ((record.sysFlag() & SysFlag.TRANSACTION_MASK) == SysFlag.TRANSACTION_MASK) {
            return new int[0]; // rolled back
        }
        List<Integer> hashes = new ArrayList<>();
        valueOf(record, UNIQUE_KEY).ifPresent(key -> hashes.add(KeyHash.of(topic, key)));
        valueOf(record, KEYS)
                .ifPresent(
                        keys -> {
                            for (String key : keys.split(" ", -1)) {
                                if (!key.isEmpty()) {
                                    hashes.add(KeyHash.of(topic, key));
                                }
                            }
                        });
        return hashes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The hash under which newer versions of the peer index the tag of a record; -1 without one. */
    public static int tagHashOf(String topic, RecordScanner record) {
        return valueOf(record, TAGS).map(tag -> KeyHash.of(topic, "T#" + tag)).orElse(-1);
    }

    private static Optional<String> valueOf(RecordScanner record, byte[] name) {
        byte[] text = record.propertiesArray();
        long found = PropertyScanner.find(text, 0, record.propertiesBytes(), name);
        return found == PropertyScanner.NOT_FOUND
                ? Optional.empty()
                : Optional.of(
                        new String(
                                text,
                                PropertyScanner.position(found),
                                PropertyScanner.length(found),
                                StandardCharsets.UTF_8));
    }
}
