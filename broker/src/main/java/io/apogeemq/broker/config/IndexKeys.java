package io.apogeemq.broker.config;

import io.apogeemq.common.config.ConfigKey;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.store.index.IndexConfig;

/**
 * The settings of the index of message keys, with the peer's names and defaults.
 *
 * <p>Threads: immutable.
 */
public final class IndexKeys {
    private static final int MOST_SLOTS = 100_000_000;
    private static final int MOST_ENTRIES = 100_000_000;

    public static final ConfigKey MESSAGE_INDEX_ENABLE =
            ConfigKey.bool("messageIndexEnable")
                    .defaultsTo("true")
                    .means("messages can be found by key")
                    .build();
    public static final ConfigKey MAX_HASH_SLOT_NUM =
            ConfigKey.integer("maxHashSlotNum")
                    .defaultsTo(5_000_000)
                    .range(1, MOST_SLOTS)
                    .means("slots of a new index file, 4 bytes each")
                    .build();
    public static final ConfigKey MAX_INDEX_NUM =
            ConfigKey.integer("maxIndexNum")
                    .defaultsTo(20_000_000)
                    .range(2, MOST_ENTRIES)
                    .means("entries of a new index file, 20 bytes each; all of it at most 2 GiB")
                    .build();

    private IndexKeys() {}

    /** All of them, in the order of the reference. */
    static ConfigKey[] all() {
        return new ConfigKey[] {MESSAGE_INDEX_ENABLE, MAX_HASH_SLOT_NUM, MAX_INDEX_NUM};
    }

    /**
     * What the store is to do.
     *
     * @throws IllegalArgumentException if the numbers do not go together
     */
    public static IndexConfig read(ConfigValues values) {
        return new IndexConfig(
                values.bool(MESSAGE_INDEX_ENABLE),
                values.intOf(MAX_HASH_SLOT_NUM),
                values.intOf(MAX_INDEX_NUM));
    }
}
