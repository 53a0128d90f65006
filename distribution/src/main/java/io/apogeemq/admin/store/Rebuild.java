package io.apogeemq.admin.store;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.dispatch.ArrivalListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Builds what is derived from the log again, by opening the store as a broker does. */
final class Rebuild {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Rebuild() {}

    /** Where things are put aside now: a directory of the store that is not there yet. */
    static Path quarantine(StoreCall call) {
        Path parent = call.layout().rootDir().resolve("quarantine");
        String name = NAME.format(Instant.now());
        Path directory = parent.resolve(name);
        for (int i = 2; call.files().exists(directory); i++) {
            directory = parent.resolve(name + "-" + i);
        }
        return directory;
    }

    /**
     * Opens the store and closes it. Gives the lock back first: should a broker be quicker to take it, it
     * does the same.
     *
     * @return how many records were read
     */
    static long run(StoreCall call) throws IOException {
        StoreConfig config = call.config();
        call.unlock();
        try (MessageStore store = MessageStore.open(config, ArrivalListener.NONE, Clock.SYSTEM)) {
            return store.recordsScannedAtOpen();
        }
    }
}
