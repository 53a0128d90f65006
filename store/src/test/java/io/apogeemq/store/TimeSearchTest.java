package io.apogeemq.store;

import static io.apogeemq.store.StoreFixture.append;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.config;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.read.TimeBoundary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/**
 * A search by time finds what a list of store times says: exactly, also where many messages have the same
 * time, at the borders of log and queue files, when the log begins later, and beside damaged records.
 */
class TimeSearchTest {
    private static final long BEGIN = 1_000_000;
    private static final int LOG_FILE_BYTES = 128 * 1024;

    /** One message of the queue that is searched. */
    private record Stored(long time, long physicalOffset) {}

    @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED)
    void equalsAList(
            @ForAll @IntRange(max = 260) int count,
            @ForAll @IntRange(max = 3) int largestStepMillis,
            @ForAll @IntRange(max = 3) int damagedPercent,
            @ForAll boolean losesFirstFile,
            @ForAll @IntRange(max = 1 << 20) int seed)
            throws IOException {
        Random random = new Random(seed);
        Path root = Files.createTempDirectory("time");
        try {
            ManualClock clock = new ManualClock(BEGIN);
            List<Stored> stored = fill(root, clock, count, largestStepMillis, random);
            if (losesFirstFile && Files.exists(logFile(root, 1))) {
                Files.delete(logFile(root, 0));
            }
            TreeSet<Integer> damaged = new TreeSet<>();
            for (int i = 0; i < count; i++) {
                if (random.nextInt(100) < damagedPercent * 10) {
                    damaged.add(i);
                    damage(root, stored.get(i).physicalOffset());
                }
            }

            try (MessageStore store =
                    MessageStore.open(config(root), ArrivalListener.NONE, clock).start()) {
                expectLikeTheList(store, stored, damaged);
            }
        } finally {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static List<Stored> fill(
            Path root, ManualClock clock, int count, int largestStepMillis, Random random) {
        List<Stored> stored = new ArrayList<>();
        String padding = "x".repeat(1500);
        try (MessageStore store =
                MessageStore.open(config(root), ArrivalListener.NONE, clock).start()) {
            for (int i = 0; i < count; i++) {
                clock.advanceMillis(random.nextInt(largestStepMillis + 1));
                if (random.nextInt(4) == 0) {
                    append(store, "other", 0, "x");
                }
                stored.add(
                        new Stored(
                                clock.millis(), append(store, "t", 0, padding).physicalOffset()));
            }
            awaitDispatched(store);
        }
        return stored;
    }

    private static void expectLikeTheList(
            MessageStore store, List<Stored> stored, TreeSet<Integer> damaged) {
        if (stored.isEmpty()) {
            assertEquals(MessageStore.NONE, store.offsetByTime("t", 0, BEGIN, TimeBoundary.LOWER));
            return;
        }
        int min = (int) store.minOffset("t", 0);
        int max = (int) store.maxOffset("t", 0);
        assertEquals(stored.size(), max);
        long last = stored.get(max - 1).time();
        for (long time = BEGIN - 1; time <= last + 1; time++) {
            int lower = max;
            int upper = min;
            for (int i = min; i < max; i++) {
                if (!damaged.contains(i)) {
                    if (stored.get(i).time() >= time && lower == max) {
                        lower = i;
                    }
                    if (stored.get(i).time() <= time) {
                        upper = i;
                    }
                }
            }
            assertEquals(
                    lower, store.offsetByTime("t", 0, time, TimeBoundary.LOWER), "from " + time);
            assertEquals(
                    upper, store.offsetByTime("t", 0, time, TimeBoundary.UPPER), "up to " + time);
        }
    }

    private static Path logFile(Path root, int index) {
        return root.resolve("commitlog")
                .resolve(String.format("%020d", (long) index * LOG_FILE_BYTES));
    }

    private static void damage(Path root, long physicalOffset) throws IOException {
        Path file = logFile(root, (int) (physicalOffset / LOG_FILE_BYTES));
        if (Files.exists(file)) {
            try (FileChannel log = FileChannel.open(file, StandardOpenOption.WRITE)) {
                log.write(ByteBuffer.allocate(8), physicalOffset % LOG_FILE_BYTES + 4);
            }
        }
    }
}
