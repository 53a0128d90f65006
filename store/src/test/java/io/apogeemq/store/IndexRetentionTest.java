package io.apogeemq.store;

import static io.apogeemq.store.KeyedStore.awaitIndexed;
import static io.apogeemq.store.KeyedStore.find;
import static io.apogeemq.store.StoreFixture.copyTree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.StoreFiles;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.index.IndexFileView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Index files go with the messages they lead to, and not before. */
class IndexRetentionTest {

    private static final String PADDING = "p".repeat(1000); // a log file holds about 110
    private static final int MESSAGES = 312; // with two keys each, they fill 16 index files

    @TempDir Path directory;

    private final ManualClock clock = new ManualClock();
    private final HandLoops loops = new HandLoops("retention", "checkpoint");
    private Path root;
    private MessageStore store;

    @BeforeEach
    void fill() {
        root = directory.resolve("store");
        store = open(root, loops);
        for (int i = 0; i < MESSAGES; i++) {
            KeyedStore.append(store, "t", "ID" + i, "k" + i, i + PADDING);
        }
    }

    private MessageStore open(Path where, Loops with) {
        StoreConfig config =
                KeyedStore.config(where).toBuilder()
                        .flush(FlushConfig.sync())
                        .retention(StoreFixture.retention(1.0, Duration.ofHours(24)))
                        .build();
        return MessageStore.open(config, ArrivalListener.NONE, clock, StoreFiles.onDisk(), with)
                .start();
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Everything is in the index and under the checkpoint. */
    private void settle() {
        awaitIndexed(store);
        clock.advance(Duration.ofHours(1));
        loops.run("checkpoint");
    }

    private void deleteExpired() {
        settle();
        clock.advance(Duration.ofDays(2));
        store.retention().requestExpired();
        loops.run("retention");
    }

    /** The physical offsets that the entries of each file lead to, by file. */
    private static List<List<Long>> index(Path root) throws IOException {
        List<List<Long>> index = new ArrayList<>();
        StoreFiles files = StoreFiles.onDisk();
        for (Path path : IndexFileView.paths(files, root.resolve("index"))) {
            List<Long> offsets = new ArrayList<>();
            Optional<IndexFileView> view =
                    IndexFileView.open(files, path, KeyedStore.config(root).index());
            if (view.isPresent()) { // else nothing of the newest one is on disk yet
                for (int i = 1; i < view.get().nextEntry(); i++) {
                    offsets.add(view.get().physicalOffset(i));
                }
                view.get().close();
            }
            index.add(offsets);
        }
        return index;
    }

    @Test
    void removesTheFilesWhoseMessagesAreGoneAndNoOther() throws IOException {
        settle();
        List<List<Long>> before = index(root);

        deleteExpired();

        long min = store.offsets().min();
        assertTrue(min > 0, "log files went");
        List<List<Long>> after = index(root);
        List<List<Long>> expected =
                before.stream()
                        .filter(file -> file.isEmpty() || file.get(file.size() - 1) >= min)
                        .toList();
        assertTrue(expected.size() < before.size() - 5, "files " + before.size());
        assertTrue(expected.get(0).get(0) < min, "one leads to both sides of the cut");
        assertEquals(expected, after);
        assertEquals(after.size(), store.stats().index().files());
    }

    @Test
    void findsWhatIsLeftAlsoAfterARestartAndAfterACrash() throws IOException {
        deleteExpired();
        Path crashed = directory.resolve("crashed");
        copyTree(root, crashed);
        int first = (int) store.minOffset("t", 0);
        assertTrue(first > 100, "first " + first);

        assertFound(store, first);
        store.close();
        store = open(root, loops);
        assertFound(store, first);
        try (MessageStore recovered = open(crashed, Loops.threads())) {
            assertFound(recovered, first);
        }
    }

    private static void assertFound(MessageStore store, int first) {
        awaitIndexed(store);
        for (int i = 0; i < MESSAGES; i++) {
            List<String> expected = i < first ? List.of() : List.of(i + PADDING);
            assertEquals(expected, find(store, "t", "k" + i), "key of message " + i);
            assertEquals(expected, find(store, "t", "ID" + i), "id of message " + i);
        }
        assertEquals(0, store.stats().index().failures());
    }

    @Test
    void keepsTheNewestFileThoughItLeadsToNothing() throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            StoreFixture.append(store, "t", 0, PADDING); // without keys
        }

        deleteExpired();

        assertTrue(store.minOffset("t", 0) > MESSAGES, "all messages with keys are gone");
        assertEquals(1, index(root).size());
        KeyedStore.append(store, "t", "IDx", "kx", "new");
        awaitIndexed(store);
        assertEquals(List.of("new"), find(store, "t", "kx"));
    }
}
