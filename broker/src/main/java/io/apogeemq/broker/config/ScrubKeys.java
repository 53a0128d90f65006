package io.apogeemq.broker.config;

import io.apogeemq.common.config.ConfigKey;
import io.apogeemq.common.config.ConfigValues;
import io.apogeemq.store.verify.ScrubConfig;
import java.util.concurrent.TimeUnit;

/**
 * The settings of the store's verification in the background: keys of our own.
 *
 * <p>Threads: immutable.
 */
public final class ScrubKeys {
    public static final ConfigKey STORE_SCRUB_ENABLE =
            ConfigKey.bool("storeScrubEnable")
                    .defaultsTo("true")
                    .means(
                            "the store is verified in the background; see 'mqadmin storeVerify'"
                                    + " for one at once")
                    .build();
    public static final ConfigKey STORE_SCRUB_BYTES_PER_SECOND =
            ConfigKey.bytes("storeScrubBytesPerSecond")
                    .defaultsTo(2 << 20)
                    .range(4096, 1L << 40)
                    .means(
                            "how fast it is read for that at most; a small store is read slower, in"
                                    + " half of storeScrubInterval, but with 64 KiB a second")
                    .build();
    public static final ConfigKey STORE_SCRUB_INTERVAL =
            ConfigKey.duration("storeScrubInterval", TimeUnit.MILLISECONDS)
                    .defaultsTo(TimeUnit.DAYS.toMillis(1))
                    .range(1000, TimeUnit.DAYS.toMillis(366))
                    .means(
                            "from the begin of one such verification to the begin of the next; the"
                                    + " first begins ten minutes after the start")
                    .build();

    private ScrubKeys() {}

    /** All of them, in the order in which they are listed. */
    static ConfigKey[] all() {
        return new ConfigKey[] {
            STORE_SCRUB_ENABLE, STORE_SCRUB_BYTES_PER_SECOND, STORE_SCRUB_INTERVAL
        };
    }

    /** What the store is told. */
    public static ScrubConfig read(ConfigValues values) {
        return new ScrubConfig(
                values.bool(STORE_SCRUB_ENABLE),
                values.bytes(STORE_SCRUB_BYTES_PER_SECOND),
                values.duration(STORE_SCRUB_INTERVAL));
    }
}
