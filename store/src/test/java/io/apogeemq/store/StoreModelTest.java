package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.batch;
import static io.apogeemq.store.StoreFixture.bodies;
import static io.apogeemq.store.StoreFixture.message;
import static io.apogeemq.store.StoreFixture.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.BatchOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any sequence of appends, batches, clean restarts and crashes reads back like a list per queue. */
class StoreModelTest {

    private enum Step {
        APPEND,
        BATCH,
        FILL,
        RESTART,
        CRASH,
        LOSE_QUEUES
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void equalsAListPerQueue(
            @ForAll @Size(min = 1, max = 40) List<Step> steps,
            @ForAll @IntRange(max = 1 << 20) int seed)
            throws IOException {
        Path directory = Files.createTempDirectory("model");
        try {
            run(steps, new Random(seed), directory);
        } finally {
            try (Stream<Path> paths = Files.walk(directory)) {
                paths.sorted(Comparator.reverseOrder()).forEach(StoreModelTest::delete);
            }
        }
    }

    private static void run(List<Step> steps, Random random, Path directory) throws IOException {
        Map<String, List<String>> model = new HashMap<>();
        Path root = directory.resolve("0");
        MessageStore store = open(StoreFixture.config(root));
        try {
            int number = 0;
            for (Step step : steps) {
                number++;
                String topic = "topic" + random.nextInt(2);
                int queueId = random.nextInt(3);
                List<String> queue =
                        model.computeIfAbsent(topic + '/' + queueId, key -> new ArrayList<>());
                switch (step) {
                    case APPEND -> appendOne(store, topic, queueId, queue, number + "");
                    case BATCH -> appendBatch(store, topic, queueId, queue, number, random);
                    case FILL -> {
                        for (int i = 0; i < 30; i++) {
                            String body = number + "x".repeat(random.nextInt(6000));
                            appendOne(store, topic, queueId, queue, body);
                        }
                    }
                    case RESTART -> {
                        store.close();
                        store = open(StoreFixture.config(root));
                    }
                    case CRASH -> {
                        Path next = directory.resolve("" + number);
                        StoreFixture.copyTree(root, next);
                        store.close();
                        root = next;
                        store = open(StoreFixture.config(root));
                    }
                    case LOSE_QUEUES -> {
                        store.close();
                        try (Stream<Path> paths = Files.walk(root.resolve("consumequeue"))) {
                            paths.sorted(Comparator.reverseOrder()).forEach(StoreModelTest::delete);
                        }
                        store = open(StoreFixture.config(root));
                    }
                }
                verify(store, model);
            }
        } finally {
            store.close();
        }
    }

    private static void appendOne(
            MessageStore store, String topic, int queueId, List<String> queue, String body) {
        var appended =
                assertInstanceOf(
                        AppendOutcome.Appended.class, store.append(message(topic, queueId, body)));
        assertEquals(queue.size(), appended.queueOffset());
        queue.add(body);
    }

    private static void appendBatch(
            MessageStore store,
            String topic,
            int queueId,
            List<String> queue,
            int number,
            Random random) {
        List<String> messages =
                IntStream.rangeClosed(0, random.nextInt(20))
                        .mapToObj(i -> number + "b" + i)
                        .toList();
        var appended =
                assertInstanceOf(
                        BatchOutcome.Appended.class,
                        store.appendBatch(batch(topic, queueId, messages)));
        assertEquals(queue.size(), appended.firstQueueOffset());
        queue.addAll(messages);
    }

    private static void verify(MessageStore store, Map<String, List<String>> model) {
        awaitDispatched(store);
        model.forEach(
                (name, expected) -> {
                    String topic = name.substring(0, name.indexOf('/'));
                    int queueId = Integer.parseInt(name.substring(name.indexOf('/') + 1));
                    assertEquals(expected.size(), store.maxOffset(topic, queueId));
                    assertEquals(expected, bodies(store, topic, queueId, 0));
                });
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
