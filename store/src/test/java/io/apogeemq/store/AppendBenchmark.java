package io.apogeemq.store;

import io.apogeemq.store.append.AppendReceipt;
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
import org.openjdk.jmh.infra.BenchmarkParams;

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
    public void open(BenchmarkParams params) {
        String name = params.getBenchmark();
        bench = BenchmarkStore.started(!name.endsWith("WithoutRecordCrc"));
        // The window of blocks is there when the first burst begins.
        while (bench.store().preallocatedBytes() < (28 << 20)) {
            Thread.onSpinWait();
        }
    }

    @TearDown(Level.Iteration)
    public void close() {
        bench.close();
    }

    /** Thirty-two to one write, as pipelined sends of one read are. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long single() {
        AppendReceipt receipt = new AppendReceipt();
        for (int i = 0; i < MESSAGES; i++) {
            bench.store().appendUnannounced(request, receipt);
            if ((i & 31) == 31) {
                bench.store().announce();
            }
        }
        return receipt.endOffset();
    }

    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(MESSAGES)
    public long singleFromTwoThreads() {
        return single();
    }

    /** Without the checksum of the whole record, for comparison. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long singleWithoutRecordCrc() {
        return single();
    }

    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public BatchOutcome batchOf32WithoutRecordCrc() {
        return batchOf32();
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
