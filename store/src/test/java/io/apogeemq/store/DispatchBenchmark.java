package io.apogeemq.store;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the dispatch of one record with one key costs: a log is filled first, then the dispatch thread is let loose. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 15)
@Measurement(iterations = 15)
public class DispatchBenchmark {

    private static final int MESSAGES = 256_000;

    @Param({"false", "true"})
    public boolean hasIndex;

    private BenchmarkStore bench;

    @Setup(Level.Iteration)
    public void fill() {
        bench = BenchmarkStore.idle(hasIndex);
        for (int i = 0; i < MESSAGES; i++) {
            bench.store().append(BenchmarkStore.request(i & 7, i));
        }
    }

    @TearDown(Level.Iteration)
    public void close() {
        bench.close();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long dispatch() {
        bench.store().start();
        long end = bench.store().offsets().max();
        bench.store().dispatched().reach(end).join();
        return end;
    }
}
