package io.apogeemq.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.query.KeyQuery;
import io.apogeemq.store.query.QueryResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** What tests of the index do with a store. */
final class KeyedStore {

    static final int SLOTS = 50;
    static final int ENTRIES = 40;

    private KeyedStore() {}

    /** Index files of 39 entries. */
    static StoreConfig config(Path root) {
        return StoreFixture.config(root).toBuilder()
                .index(new IndexConfig(true, SLOTS, ENTRIES))
                .build();
    }

    static MessageStore open(StoreConfig config, Clock clock) {
        return open(config, clock, StoreFiles.onDisk());
    }

    static MessageStore open(StoreConfig config, Clock clock, StoreFiles files) {
        return MessageStore.open(config, ArrivalListener.NONE, clock, files, Loops.threads())
                .start();
    }

    static AppendOutcome.Appended append(
            MessageStore store, String topic, String uniqueKey, String keys, String body) {
        return append(store, topic, 0, uniqueKey, keys, body);
    }

    static AppendOutcome.Appended append(
            MessageStore store,
            String topic,
            int sysFlag,
            String uniqueKey,
            String keys,
            String body) {
        String properties =
                (keys.isEmpty() ? "" : "KEYS\u0001" + keys + "\u0002")
                        + "TAGS\u0001t\u0002"
                        + (uniqueKey.isEmpty() ? "" : "UNIQ_KEY\u0001" + uniqueKey + "\u0002");
        return assertInstanceOf(
                AppendOutcome.Appended.class,
                store.append(StoreFixture.message(topic, 0, sysFlag, body, properties)));
    }

    /** Bodies of all messages with a key. */
    static List<String> find(MessageStore store, String topic, String key) {
        return find(store, topic, key, 1000, 0, Long.MAX_VALUE);
    }

    static List<String> find(
            MessageStore store, String topic, String key, int most, long begin, long end) {
        return find(store, new KeyQuery(topic, key, false, most, 1 << 20, begin, end));
    }

    static List<String> find(MessageStore store, KeyQuery query) {
        List<String> bodies = new ArrayList<>();
        try (QueryResult result = store.query(query).orElseThrow()) {
            for (MappedSlice slice : result.records()) {
                bodies.add(
                        new String(
                                RecordDecoder.decode(slice.buffer().duplicate()).body(),
                                StandardCharsets.UTF_8));
            }
        }
        return bodies;
    }

    /** Waits until everything appended can be found. */
    static void awaitIndexed(MessageStore store) {
        StoreFixture.awaitDispatched(store);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> store.stats().index().lagBytes() == 0);
    }

    /** Messages m0, m1 ... of topic t: unique key ID and the number, keys k and key and the number. */
    static void appendNumbered(MessageStore store, int from, int to) {
        for (int i = from; i < to; i++) {
            append(store, "t", "ID" + i, "k key" + i, "m" + i);
        }
    }

    /** Makes a store with so many of them. */
    static void fill(Path root, int count) {
        try (MessageStore store = open(config(root), Clock.SYSTEM)) {
            appendNumbered(store, 0, count);
            awaitIndexed(store);
        }
    }

    /** Each of them is found by each of its keys. */
    static void assertAllFound(MessageStore store, int count) {
        assertEquals(messages(count), find(store, "t", "k"));
        for (int i = 0; i < count; i++) {
            assertEquals(List.of("m" + i), find(store, "t", "ID" + i));
            assertEquals(List.of("m" + i), find(store, "t", "key" + i));
        }
    }

    static List<String> messages(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }
}
