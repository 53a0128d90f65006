package io.apogeemq.store.checkpoint;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.Loop;
import io.apogeemq.common.concurrent.Loops;
import io.apogeemq.common.concurrent.OffsetWatermark;
import io.apogeemq.store.dispatch.DerivedStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every few seconds: remembers how far the dispatch is, makes the progress of everything derived
 * durable, then moves the checkpoint. What it says was on disk before it says so.
 *
 * <p>The checkpoint holds the progress of the queues; others keep theirs in their own files, so one that
 * is in trouble does not hold the queues up.
 *
 * <p>Threads: runs on the thread {@code checkpoint}; {@link #finish} by whoever closes the store.
 *
 * <p>Errors: when the disk refuses, the checkpoint stays where it is and the next round tries again: a
 * crash then costs a longer start, never a message.
 */
public final class CheckpointThread implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CheckpointThread.class);

    /** How soon the next round comes when one did not get everything done. */
    private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DerivedStore queues;
    private final List<DerivedStore> others;
    private final StoreCheckpoint checkpoint;
    private final OffsetWatermark flushed;
    private final OffsetWatermark dispatched;
    private final LongSupplier lastStoreTimestamp;
    private final LongUnaryOperator storeTimestampAt;
    private final long intervalNanos;
    private final Clock clock;
    private final Loop thread;

    private long nextNanos; // confined to the checkpoint thread
    private long writtenFlushed = -1; // confined to the checkpoint thread, later to the closing one
    private long writtenQueues = -1; // the same
    private boolean failing; // the same
    private boolean otherFailing; // the same
    private volatile String trouble = ""; // written by: checkpoint
    private volatile String otherTrouble = ""; // written by: checkpoint

    /**
     * @param queues whose progress goes into the checkpoint
     * @param others who keep their progress themselves
     * @param storeTimestampAt store time of the record at a physical offset, negative without one
     */
    public CheckpointThread(
            DerivedStore queues,
            List<DerivedStore> others,
            StoreCheckpoint checkpoint,
            OffsetWatermark flushed,
            OffsetWatermark dispatched,
            LongSupplier lastStoreTimestamp,
            LongUnaryOperator storeTimestampAt,
            Duration interval,
            Clock clock,
            Loops loops) {
        this.clock = clock;
        this.queues = queues;
        this.others = List.copyOf(others);
        this.checkpoint = checkpoint;
        this.flushed = flushed;
        this.dispatched = dispatched;
        this.lastStoreTimestamp = lastStoreTimestamp;
        this.storeTimestampAt = storeTimestampAt;
        this.intervalNanos = interval.toNanos();
        this.nextNanos = clock.nanoTime() + intervalNanos;
        this.thread =
                loops.loop(
                        "checkpoint",
                        this::turn,
                        e -> log.error("no more checkpoints: the next start takes longer", e));
    }

    public void start() {
        thread.start();
    }

    private long turn() {
        long wait = nextNanos - clock.nanoTime();
        if (wait > 0) {
            return wait;
        }
        try {
            round();
            failing = false;
            trouble = "";
        } catch (IOException e) {
            trouble = "checkpoint stays behind, the next start takes longer: " + e;
            if (!failing) {
                failing = true;
                log.warn("checkpoint stays behind, the next start takes longer", e);
            }
        }
        long pause = queues.isBehind() ? Math.min(intervalNanos, CATCH_UP_NANOS) : intervalNanos;
        nextNanos = clock.nanoTime() + pause;
        return pause;
    }

    private void round() throws IOException {
        long dispatchedOffset = dispatched.value();
        long flushedOffset = flushed.value();
        long timestamp = lastStoreTimestamp.getAsLong();
        forceOthers(dispatchedOffset);
        write(timestamp, flushedOffset, queues.forceProgress(dispatchedOffset));
    }

    private void write(long timestamp, long flushedOffset, long queuesOffset) throws IOException {
        if (queuesOffset != writtenQueues || flushedOffset != writtenFlushed) {
            // The peer starts from these times; they may not be later than what is on disk.
            long dispatchedOffset = dispatched.value();
            checkpoint.write(
                    timeAt(flushedOffset, dispatchedOffset, timestamp),
                    timeAt(queuesOffset, dispatchedOffset, timestamp),
                    flushedOffset,
                    queuesOffset);
            writtenQueues = queuesOffset;
            writtenFlushed = flushedOffset;
        }
    }

    private long timeAt(long offset, long dispatchedOffset, long newest) {
        return offset >= dispatchedOffset
                ? newest
                : Math.max(0, Math.min(newest, storeTimestampAt.applyAsLong(offset)));
    }

    private void forceOthers(long dispatchedOffset) {
        boolean failed = false;
        String problem = "";
        for (DerivedStore other : others) {
            try {
                other.forceProgress(dispatchedOffset);
            } catch (IOException e) {
                failed = true;
                problem = other.name() + " stays behind: " + e;
                if (!otherFailing) {
                    log.warn(
                            "progress can't be made durable, the next start takes longer name={}",
                            other.name(),
                            e);
                }
            }
        }
        otherFailing = failed;
        otherTrouble = problem;
    }

    /** What keeps it from its work now; empty texts if nothing does. */
    public List<String> troubles() {
        return List.of(trouble, otherTrouble);
    }

    /**
     * The last round, after flush and dispatch have ended. Queues that time does not allow to force are
     * written out behind what the checkpoint says.
     */
    public void finish() throws IOException {
        long dispatchedOffset = dispatched.value();
        write(lastStoreTimestamp.getAsLong(), flushed.value(), queues.finish(dispatchedOffset));
        for (DerivedStore other : others) {
            other.finish(dispatchedOffset);
        }
    }

    /** Ends the thread; does not write. */
    @Override
    public void close() {
        thread.close();
    }
}
