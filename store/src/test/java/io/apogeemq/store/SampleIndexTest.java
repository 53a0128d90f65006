package io.apogeemq.store;

import static io.apogeemq.store.KeyedStore.awaitIndexed;
import static io.apogeemq.store.StoreFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.PropertyKeys;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.query.KeyQuery;
import io.apogeemq.store.query.QueryResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Index files that Apache RocketMQ 5.4.0 left on disk. */
class SampleIndexTest {

    private static final int SLOTS = 100;
    private static final int ENTRIES = 400;

    @TempDir Path directory;

    @Test
    void findsEveryKeyInTheFilesThePeerLeft() throws IOException {
        Path root = SampleStore.unpack("clean-5.4.0", directory);
        List<Path> files = IndexContent.paths(root);
        List<byte[]> before = new ArrayList<>();
        for (Path file : files) {
            before.add(Files.readAllBytes(file));
        }

        try (MessageStore store = open(sampleConfig(root))) {
            awaitIndexed(store);
            assertAllFound(store, "clean-5.4.0");
        }

        assertEquals(files, IndexContent.paths(root), "none was made again");
        for (int i = 0; i < files.size() - 1; i++) {
            assertEquals(
                    -1,
                    ByteBuffer.wrap(before.get(i))
                            .mismatch(ByteBuffer.wrap(Files.readAllBytes(files.get(i)))));
        }
    }

    @Test
    void findsWhatThePeerLosesWhenItIsKilled() throws IOException {
        Path root = SampleStore.unpack("killed-5.4.0", directory);

        try (MessageStore store = open(sampleConfig(root))) {
            awaitIndexed(store);
            assertAllFound(store, "killed-5.4.0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clean-5.4.0", "killed-5.4.0"})
    void findsEveryKeyAfterTheFilesAreGone(String name) throws IOException {
        Path root = SampleStore.unpack(name, directory);
        for (Path file : IndexContent.paths(root)) {
            Files.delete(file);
        }

        try (MessageStore store = open(sampleConfig(root))) {
            awaitIndexed(store);
            assertAllFound(store, name);
        }
    }

    private static StoreConfig sampleConfig(Path root) {
        return StoreFixture.config(root).toBuilder()
                .sizes(1024 * 1024, 6000, 512 * 1024)
                .index(new IndexConfig(true, SLOTS, ENTRIES))
                .build();
    }

    /** Every record of the log is found by its unique key and by each of its keys. */
    private static void assertAllFound(MessageStore store, String name) {
        int keys = 0;
        for (String[] fields : SampleStore.manifest(name, "record")) {
            long physicalOffset = Long.parseLong(fields[1]);
            MessageExt message;
            try (MappedSlice slice = store.record(physicalOffset).orElseThrow()) {
                message = RecordDecoder.decode(slice.buffer().duplicate());
            }
            TreeSet<String> wanted = new TreeSet<>();
            message.properties().get(PropertyKeys.UNIQUE_KEY).ifPresent(wanted::add);
            message.properties()
                    .get(PropertyKeys.KEYS)
                    .ifPresent(text -> wanted.addAll(List.of(text.split(" "))));
            wanted.remove("");
            for (String key : wanted) {
                keys++;
                assertTrue(
                        found(store, message.topic(), key, message.storeTimestamp())
                                .contains(physicalOffset),
                        key + " at " + physicalOffset);
            }
        }
        assertTrue(keys > 300, keys + " keys");
    }

    private static List<Long> found(MessageStore store, String topic, String key, long time) {
        try (QueryResult result =
                store.query(new KeyQuery(topic, key, false, 1000, 1 << 20, time, time))
                        .orElseThrow()) {
            return result.records().stream().map(MappedSlice::physicalOffset).toList();
        }
    }
}
