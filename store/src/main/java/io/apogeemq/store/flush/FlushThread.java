package io.apogeemq.store.flush;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.concurrent.OffsetWatermark;
import io.apogeemq.store.append.WriteGate;
import io.apogeemq.store.commitlog.CommitLog;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Forces the log and moves the <em>flushed</em> watermark, which completes everybody who waits for it.
 *
 * <p>SYNC_FLUSH: it runs whenever something is not forced yet; while one force is under way appends go
 * on, and the next force covers all of them. ASYNC_FLUSH: at intervals, when enough is dirty.
 *
 * <p>Threads: runs on the thread {@code flush}; {@link #wake} comes from any.
 *
 * <p>Errors: a failed force is final. The pages it lost are clean for the kernel, so a second force would
 * succeed without having written anything: the gate closes, waiters are told, nothing is retried.
 */
public final class FlushThread implements AutoCloseable {

    private final CommitLog commitLog;
    private final FlushConfig config;
    private final OffsetWatermark flushed;
    private final WriteGate gate;
    private final Runnable onFlushed;
    private final Clock clock;
    private final Loop thread;
    private final LongAdder forces = new LongAdder();
    private final LongAdder forceNanos = new LongAdder();

    private boolean failed; // confined to the flush thread
    private long lastForceNanos; // confined to the flush thread
    private long nextLookNanos; // confined to the flush thread

    /**
     * @param onFlushed called after the watermark has moved
     */
    public FlushThread(
            CommitLog commitLog,
            FlushConfig config,
            OffsetWatermark flushed,
            WriteGate gate,
            Runnable onFlushed,
            Clock clock,
            Loops loops) {
        this.clock = clock;
        this.lastForceNanos = clock.nanoTime();
        this.nextLookNanos = lastForceNanos;
        this.commitLog = commitLog;
        this.config = config;
        this.flushed = flushed;
        this.gate = gate;
        this.onFlushed = onFlushed;
        this.thread =
                loops.loop(
                        "flush",
                        config.isSync() ? this::syncTurn : this::asyncTurn,
                        e -> fail(new IOException("the flush thread ended", e)));
    }

    public void start() {
        thread.start();
    }

    /** Something was appended. */
    public void wake() {
        thread.wake();
    }

    private long syncTurn() {
        return forceUpTo(commitLog.writtenOffset()) ? 0 : Loop.UNTIL_WOKEN;
    }

    private long asyncTurn() {
        long now = clock.nanoTime();
        if (now - nextLookNanos < 0) {
            return nextLookNanos - now;
        }
        nextLookNanos = now + config.interval().toNanos();
        long written = commitLog.writtenOffset();
        boolean much = written - flushed.value() >= config.leastDirtyBytes();
        boolean longAgo = now - lastForceNanos >= config.thoroughInterval().toNanos();
        if (much || longAgo) {
            forceUpTo(written);
            lastForceNanos = now;
        }
        return config.interval().toNanos();
    }

    /** Returns whether something was forced. */
    private boolean forceUpTo(long written) {
        long from = flushed.value();
        if (failed || from >= written) {
            return false;
        }
        long start = clock.nanoTime();
        try {
            commitLog.force(from, written);
        } catch (IOException e) {
            fail(e);
            return false;
        }
        forceNanos.add(clock.nanoTime() - start);
        forces.increment();
        flushed.advance(written);
        onFlushed.run();
        return true;
    }

    private void fail(IOException cause) {
        failed = true;
        gate.failStop("the log could not be forced to disk", cause);
        flushed.fail(cause);
    }

    public long forces() {
        return forces.sum();
    }

    public long forceNanos() {
        return forceNanos.sum();
    }

    /** Forces what is left, unless a force has failed before. */
    @Override
    public void close() {
        thread.close();
        forceUpTo(commitLog.writtenOffset());
    }
}
