package io.apogeemq.store.index;

import io.apogeemq.store.file.StoreFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Sees to it that the blocks of an index file are really there before something is stored through the
 * map: a full disk is an exception here, and the death of the process when a store hits a hole.
 *
 * <p>The entries grow from front to back; slots are hit anywhere, so a piece of the table gets its
 * blocks when it is hit for the first time. A file that holds little takes little.
 *
 * <p>Threads: confined to the thread that writes the file.
 */
final class IndexBlocks {

    private static final int SLOT_PIECE_SHIFT = 16;
    private static final int SLOT_PIECE_BYTES = 1 << SLOT_PIECE_SHIFT;
    private static final int ENTRY_PIECE_BYTES = 1 << 18;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(ENTRY_PIECE_BYTES);

    private final StoreFile file;
    private final ByteBuffer map;
    private final IndexSize size;
    private final boolean[] slotPieces;
    private int entriesEnd;

    /** @param nextEntry entries below have been written */
    IndexBlocks(StoreFile file, ByteBuffer map, IndexSize size, int nextEntry) {
        this.file = file;
        this.map = map;
        this.size = size;
        this.slotPieces = new boolean[((size.entryAt(0) - 1) >>> SLOT_PIECE_SHIFT) + 1];
        this.entriesEnd = size.entryAt(nextEntry);
    }

    /** Hot: two comparisons when the blocks are there. */
    void require(int slotAt, int entryAt) throws IOException {
        if (entryAt + IndexSize.ENTRY_BYTES > entriesEnd) {
            growEntries(entryAt + IndexSize.ENTRY_BYTES);
        }
        if (!slotPieces[slotAt >>> SLOT_PIECE_SHIFT]) {
            fillSlots(slotAt >>> SLOT_PIECE_SHIFT);
        }
    }

    private void growEntries(int upTo) throws IOException {
        int to = Math.min(size.fileBytes(), Math.max(upTo, entriesEnd + ENTRY_PIECE_BYTES));
        while (entriesEnd < to) {
            int length = Math.min(to - entriesEnd, ENTRY_PIECE_BYTES);
            file.write(ZEROS.slice(0, length), entriesEnd);
            entriesEnd += length;
        }
    }

    /** Writes what is there, or reads as zeros. The header, in the first piece, is left out. */
    private void fillSlots(int piece) throws IOException {
        int from = Math.max(piece << SLOT_PIECE_SHIFT, IndexSize.HEADER_BYTES);
        int to = Math.min((piece + 1) << SLOT_PIECE_SHIFT, size.entryAt(0));
        byte[] content = new byte[to - from];
        map.get(from, content);
        file.write(ByteBuffer.wrap(content), from);
        slotPieces[piece] = true;
    }

    /** Empties all slots. */
    void clearSlots() throws IOException {
        int end = size.entryAt(0);
        for (int at = IndexSize.HEADER_BYTES; at < end; at += SLOT_PIECE_BYTES) {
            file.write(ZEROS.slice(0, Math.min(SLOT_PIECE_BYTES, end - at)), at);
        }
        Arrays.fill(slotPieces, true);
    }
}
