package io.apogeemq.store;

import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchOutcome;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one append costs, dispatch, flush and preallocation running beside it. Rounds are short bursts with
 * a pause for those threads to catch up, as between the read loops of a server; the store is a new one for
 * each round.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 15)
@Measurement(iterations = 15)
public class AppendBenchmark {

    private static final int MESSAGES = 32_000;

    private final AppendRequest request = BenchmarkStore.request(0);
    private final BatchAppendRequest batch = BenchmarkStore.batch(32);
    private BenchmarkStore bench;

    @Setup(Level.Iteration)
    public void open() {
        bench = BenchmarkStore.started();
        // The window of touched pages is there when the first burst begins.
        while (bench.store().preallocatedBytes() < (28 << 20)) {
            Thread.onSpinWait();
        }
    }

    @TearDown(Level.Iteration)
    public void close() {
        bench.close();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public AppendOutcome single() {
        AppendOutcome last = bench.store().append(request);
        for (int i = 1; i < MESSAGES; i++) {
            last = bench.store().append(request);
        }
        return last;
    }

    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(MESSAGES)
    public AppendOutcome singleFromTwoThreads() {
        return single();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public BatchOutcome batchOf32() {
        BatchOutcome last = bench.store().appendBatch(batch);
        for (int i = 32; i < MESSAGES; i += 32) {
            last = bench.store().appendBatch(batch);
        }
        return last;
    }
}
