package io.apogeemq.store.index;

/**
 * The index of message keys.
 *
 * @param enabled whether there is one
 * @param hashSlots of one index file
 * @param maxEntries of one index file; the first is never used
 */
public record IndexConfig(boolean enabled, int hashSlots, int maxEntries) {

    public IndexConfig {
        if (hashSlots < 1) {
            throw new IllegalArgumentException("hashSlots '" + hashSlots + "' must be above zero");
        }
        if (maxEntries < 2) {
            throw new IllegalArgumentException("maxEntries '" + maxEntries + "' must be above one");
        }
        if (IndexSize.fileBytes(hashSlots, maxEntries) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "an index file of '"
                            + hashSlots
                            + "' hashSlots and '"
                            + maxEntries
                            + "' maxEntries is larger than 2 GiB: choose fewer");
        }
    }

    IndexSize size() {
        return new IndexSize(hashSlots, maxEntries);
    }

    /** 5 million slots and 20 million entries a file, about 400 MiB of which little is on disk at first. */
    public static IndexConfig defaults() {
        return new IndexConfig(true, 5_000_000, 20_000_000);
    }
}
