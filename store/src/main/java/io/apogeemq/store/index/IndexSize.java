package io.apogeemq.store.index;

/**
 * How many slots and entries an index file has; the file does not say it, its length does.
 *
 * <p>Immutable.
 *
 * @param entries of which the first, number 0, is never used by a chain
 */
record IndexSize(int slots, int entries) {

    static final int HEADER_BYTES = 40;
    static final int SLOT_BYTES = 4;
    static final int ENTRY_BYTES = 20;

    static long fileBytes(long slots, long entries) {
        return HEADER_BYTES + SLOT_BYTES * slots + ENTRY_BYTES * entries;
    }

    int fileBytes() {
        return Math.toIntExact(fileBytes(slots, entries));
    }

    /** Where a slot is in the file. */
    int slotAt(int hash) {
        return HEADER_BYTES + SLOT_BYTES * (hash % slots);
    }

    /** Where an entry is in the file. */
    int entryAt(int entry) {
        return HEADER_BYTES + SLOT_BYTES * slots + ENTRY_BYTES * entry;
    }
}
