package io.apogeemq.store.queue;

import io.apogeemq.store.file.StoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to look up 32 entries of a queue, in memory and in its file. Neither allocates. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConsumeQueueBenchmark {

    private static final int ENTRIES = 100_000;
    private static final int WANTED = 32;

    private final EntryBuffer entries = new EntryBuffer(WANTED);
    private Path directory;
    private QueueFiles files;
    private ConsumeQueue queue;

    private static final LogView WHOLE_LOG =
            new LogView() {
                @Override
                public long minOffset() {
                    return 0;
                }

                @Override
                public boolean confirms(
                        String topic, int queueId, long queueOffset, long physical, int bytes) {
                    return true;
                }
            };

    @Setup
    public void fill() throws IOException {
        directory = Files.createTempDirectory("bench");
        files = new QueueFiles(StoreFiles.onDisk(), 6_000_000, 256);
        queue =
                new ConsumeQueue(
                        "t",
                        0,
                        directory.resolve("q"),
                        files,
                        new DirtyQueues(),
                        new Tails(64 << 20),
                        WHOLE_LOG);
        for (int i = 0; i < ENTRIES; i++) {
            queue.add(i, i * 300L, 300, i);
        }
    }

    @TearDown
    public void close() throws IOException {
        files.close();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Benchmark
    public long inMemory() throws IOException {
        return lookUp(ENTRIES - WANTED - 8);
    }

    @Benchmark
    public long inTheFile() throws IOException {
        return lookUp(1000);
    }

    private long lookUp(long queueOffset) throws IOException {
        queue.read(queueOffset, WANTED, entries);
        if (entries.count() != WANTED) {
            throw new AssertionError(entries.count());
        }
        return entries.physicalOffset(WANTED - 1);
    }
}
