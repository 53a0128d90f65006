package io.apogeemq.store;

import io.apogeemq.store.read.EntryFilter;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import java.util.concurrent.TimeUnit;
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

/** What a read of 32 messages costs: at the tail (entries in memory) and far behind it (one system call). */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConsumeQueueLookupBenchmark {

    private static final int MESSAGES = 100_000;

    private final ReadRequest tail = read(0, MESSAGES - 40);
    private final ReadRequest behind = read(0, 1000);
    private final ReadRequest interleaved = read(2, MESSAGES / 2 - 40);
    private BenchmarkStore bench;

    private static ReadRequest read(int queueId, long queueOffset) {
        return new ReadRequest(
                BenchmarkStore.TOPIC, queueId, queueOffset, 32, 1 << 20, EntryFilter.ALL);
    }

    @Setup
    public void fill() {
        bench = BenchmarkStore.started();
        for (int i = 0; i < MESSAGES; i++) {
            bench.store().append(BenchmarkStore.request(0));
        }
        for (int i = 0; i < MESSAGES; i++) {
            bench.store().append(BenchmarkStore.request(2 + (i & 1)));
        }
        bench.store().dispatched().reach(bench.store().offsets().max()).join();
    }

    @TearDown
    public void close() {
        bench.close();
    }

    @Benchmark
    public int tail() {
        return readAndClose(tail);
    }

    @Benchmark
    public int behindTheTail() {
        return readAndClose(behind);
    }

    /** Two queues written in turn: no two records side by side, 32 slices. */
    @Benchmark
    public int interleaved() {
        return readAndClose(interleaved);
    }

    private int readAndClose(ReadRequest request) {
        ReadResult result = bench.store().read(request);
        if (result instanceof ReadResult.Found found) {
            found.close();
            return found.messages();
        }
        throw new AssertionError(result);
    }
}
