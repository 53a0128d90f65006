package io.apogeemq.store;

import static io.apogeemq.store.KeyedStore.append;
import static io.apogeemq.store.KeyedStore.awaitIndexed;
import static io.apogeemq.store.KeyedStore.config;
import static io.apogeemq.store.KeyedStore.find;
import static io.apogeemq.store.KeyedStore.open;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.concurrent.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any sequence of appends, restarts, crashes and losses of index files finds what a list would. */
class KeyQueryModelTest {

    private static final String[] KEYS = {"Aa", "BB", "k", "schlüssel", "ID"};

    private enum Step {
        APPEND,
        FILL,
        CHECKPOINT,
        RESTART,
        CRASH,
        LOSE_LAST_FILE,
        LOSE_ALL
    }

    private record Sent(String topic, String keys, String body, long timestamp) {

        boolean has(String wantedTopic, String key) {
            return topic.equals(wantedTopic) && List.of(keys.split(" ")).contains(key);
        }
    }

    @Property(tries = 20, shrinking = ShrinkingMode.BOUNDED)
    void equalsAList(
            @ForAll @Size(min = 1, max = 25) List<Step> steps,
            @ForAll @IntRange(max = 1 << 20) int seed)
            throws IOException {
        Path directory = Files.createTempDirectory("keys");
        try {
            new Run(new Random(seed), directory).take(steps);
        } finally {
            try (Stream<Path> paths = Files.walk(directory)) {
                paths.sorted(Comparator.reverseOrder()).forEach(KeyQueryModelTest::delete);
            }
        }
    }

    private static final class Run {
        private final Random random;
        private final Path directory;
        private final ManualClock clock = new ManualClock();
        private final List<Sent> model = new ArrayList<>();
        private Path root;
        private MessageStore store;

        Run(Random random, Path directory) {
            this.random = random;
            this.directory = directory;
            this.root = directory.resolve("0");
        }

        void take(List<Step> steps) throws IOException {
            store = open(often(), clock);
            try {
                int number = 0;
                for (Step step : steps) {
                    take(step, ++number);
                    awaitIndexed(store);
                    verify();
                }
            } finally {
                store.close();
            }
            verifyFiles();
        }

        private StoreConfig often() {
            return config(root).toBuilder().checkpointInterval(Duration.ofMillis(20)).build();
        }

        private void take(Step step, int number) throws IOException {
            switch (step) {
                case APPEND -> send(number + "");
                case FILL -> {
                    for (int i = 0; i < 30; i++) {
                        send(number + "." + i);
                    }
                }
                case CHECKPOINT -> clock.advance(Duration.ofSeconds(1));
                case RESTART -> reopen(root);
                case CRASH -> {
                    Path next = directory.resolve("" + number);
                    StoreFixture.copyTree(root, next);
                    reopen(next);
                }
                case LOSE_LAST_FILE -> {
                    store.close();
                    List<Path> files = IndexContent.paths(root);
                    if (!files.isEmpty()) {
                        Files.delete(files.get(files.size() - 1));
                    }
                    store = open(often(), clock);
                }
                case LOSE_ALL -> {
                    store.close();
                    IndexContent.paths(root).forEach(KeyQueryModelTest::delete);
                    store = open(often(), clock);
                }
            }
        }

        private void reopen(Path next) {
            store.close();
            root = next;
            store = open(often(), clock);
        }

        private void send(String body) {
            String topic = random.nextBoolean() ? "t" : "u";
            StringBuilder keys = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                keys.append(KEYS[random.nextInt(KEYS.length)]).append(' ');
            }
            clock.advanceMillis(random.nextInt(3) * 600L);
            append(store, topic, "ID" + body, keys.toString(), body);
            model.add(new Sent(topic, keys + "ID" + body, body, clock.millis()));
        }

        private void verify() {
            for (String topic : List.of("t", "u")) {
                for (String key : KEYS) {
                    verify(topic, key, 0, Long.MAX_VALUE, 1000);
                    verify(topic, key, 0, Long.MAX_VALUE, 1 + random.nextInt(5));
                    long begin = clock.millis() - random.nextInt(20_000);
                    verify(topic, key, begin, begin + random.nextInt(5_000), 1000);
                }
            }
            if (!model.isEmpty()) {
                Sent any = model.get(random.nextInt(model.size()));
                verify(any.topic(), "ID" + any.body(), 0, Long.MAX_VALUE, 32);
            }
        }

        private void verify(String topic, String key, long begin, long end, int most) {
            List<String> all =
                    model.stream()
                            .filter(sent -> sent.has(topic, key))
                            .filter(sent -> sent.timestamp() >= begin && sent.timestamp() <= end)
                            .map(Sent::body)
                            .toList();
            List<String> newest = all.subList(Math.max(0, all.size() - most), all.size());

            assertEquals(newest, find(store, topic, key, most, begin, end));
        }

        /** What is in the files is what a rebuild from the log would give. */
        private void verifyFiles() throws IOException {
            IndexContent before = IndexContent.read(root, KeyedStore.SLOTS);
            IndexContent.paths(root).forEach(KeyQueryModelTest::delete);
            store = open(often(), clock);
            awaitIndexed(store);
            store.close();
            assertEquals(before, IndexContent.read(root, KeyedStore.SLOTS));
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
