package io.apogeemq.store.index;

import java.util.Arrays;
import java.util.List;

/**
 * The entries that are in already of a record that is going to be handed in again, because nobody knows
 * whether all of its keys are.
 *
 * <p>Threads: confined to the dispatch thread.
 */
final class PartOfRecord {

    static final PartOfRecord NONE = new PartOfRecord(-1, new int[0]);

    private final long physicalOffset;
    private final int[] hashes;
    private int count;

    private PartOfRecord(long physicalOffset, int[] hashes) {
        this.physicalOffset = physicalOffset;
        this.hashes = hashes;
        this.count = hashes.length;
    }

    /** What the newest files have of the record at a position; its keys may be in two of them. */
    static PartOfRecord atEndOf(List<IndexFile> files, long physicalOffset) {
        int[] hashes = {};
        for (int i = files.size() - 1; i >= 0; i--) {
            IndexFile file = files.get(i);
            int[] more = IndexFile.hashesAtEnd(file, physicalOffset);
            int had = hashes.length;
            hashes = Arrays.copyOf(hashes, had + more.length);
            System.arraycopy(more, 0, hashes, had, more.length);
            if (more.length < file.nextEntry() - 1) {
                break;
            }
        }
        return hashes.length == 0 ? NONE : new PartOfRecord(physicalOffset, hashes);
    }

    long physicalOffset() {
        return physicalOffset;
    }

    /** Whether one entry with this hash was in; it counts once. */
    boolean takeOut(int hash) {
        for (int i = 0; i < count; i++) {
            if (hashes[i] == hash) {
                hashes[i] = hashes[--count];
                return true;
            }
        }
        return false;
    }
}
