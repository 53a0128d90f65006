package io.apogeemq.e2e.upgrade;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.message.RecordLayout;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.HostAddress;
import io.apogeemq.store.dispatch.ArrivalListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Records that no client sends over IPv4, put into a store before any broker opens it. */
final class OddRecords {
    static final String TOPIC = "Odd";

    private static final int COMMITTED = 0x8;
    private static final HostAddress V4 = HostAddress.of(new byte[] {10, 1, 2, 3}, 4711);
    private static final HostAddress V6 =
            HostAddress.of(
                    new byte[] {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7},
                    4712);

    private OddRecords() {}

    static void write(Path root) {
        StoreConfig config = StoreConfig.at(root).sizes(256 << 10, 2000, 64 << 10).build();
        try (MessageStore store =
                MessageStore.open(config, ArrivalListener.NONE, Clock.SYSTEM).start()) {
            append(store, V6, V6, 0, "both hosts are IPv6", "TAGS\u0001T2\u0002");
            append(store, V4, V6, 0, "the broker is IPv6", "TAGS\u0001T2\u0002KEYS\u0001a b\u0002");
            append(store, V6, V4, 0, "the producer is IPv6", "");
            append(store, V4, V4, 0, "", ""); // nothing at all
            append(store, V4, V4, 0, "", "KEYS\u0001only properties\u0002");
            append(store, V4, V4, COMMITTED, "end of a transaction", "PGROUP\u0001p\u0002");
            append(
                    store,
                    V4,
                    V4,
                    0,
                    "as many properties as there can be",
                    "long\u0001" + "x".repeat(RecordLayout.MAX_PROPERTIES_BYTES - 100) + "\u0002");
            append(store, V4, V4, 0, "no end behind the last property", "KEYS\u0001k");
        }
    }

    private static void append(
            MessageStore store,
            HostAddress bornHost,
            HostAddress storeHost,
            int sysFlag,
            String body,
            String properties) {
        for (int queueId = 0; queueId < 3; queueId++) {
            ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
            byte[] encoded = properties.getBytes(StandardCharsets.UTF_8);
            AppendOutcome outcome =
                    store.append(
                            new AppendRequest(
                                    TOPIC,
                                    queueId,
                                    queueId,
                                    sysFlag,
                                    1_700_000_000_000L,
                                    bornHost,
                                    storeHost,
                                    0,
                                    0,
                                    bytes,
                                    Crc31.of(bytes),
                                    encoded,
                                    0,
                                    encoded.length));
            if (!(outcome instanceof AppendOutcome.Appended)) {
                throw new AssertionError("not stored: " + outcome);
            }
        }
    }
}
