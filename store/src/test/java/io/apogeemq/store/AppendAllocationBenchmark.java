package io.apogeemq.store;

import io.apogeemq.store.append.AppendReceipt;
import io.apogeemq.store.append.AppendRequest;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an append allocates when it goes on and on: with {@code -prof gc}, 0 B. No thread behind the log
 * runs, so the append zeroes its blocks itself. Needs 1 GB of disk.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class AppendAllocationBenchmark {

    private static final int MESSAGES_OF_A_READ = 32;

    private final AppendRequest request = BenchmarkStore.request(0);
    private final AppendReceipt receipt = new AppendReceipt();
    private BenchmarkStore bench;

    @Setup(Level.Trial)
    public void open() {
        bench = BenchmarkStore.idle();
    }

    @TearDown(Level.Trial)
    public void close() {
        bench.close();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES_OF_A_READ)
    public long append() {
        for (int i = 0; i < MESSAGES_OF_A_READ; i++) {
            bench.store().appendUnannounced(request, receipt);
        }
        bench.store().announce();
        return receipt.endOffset();
    }
}
