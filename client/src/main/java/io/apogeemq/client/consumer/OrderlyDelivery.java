package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientTimer;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.message.MessageExt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Gives the messages of each queue to the listener in their order, one batch after the other, and
 * in a clustering group only while the broker has the queue locked for this client.
 *
 * <p>A batch that fails is given again after a pause, before anything behind it. Who has the turn of a
 * queue is the only one to take messages of it; a turn outlives the pause, and ends when nothing is in
 * hand.
 *
 * <p>Threads: safe for any thread; listeners run on the delivery threads, for one queue on one at a time.
 */
final class OrderlyDelivery implements Delivery {
    /** How long a queue may keep a thread while others wait for one. */
    private static final long STRETCH_NANOS = Duration.ofMillis(100).toNanos();

    private final ListenerCall listener;
    private final int batchSize;
    private final Duration suspendTime;
    private final boolean needsLocks;
    private final DeliveryThreads threads;
    private final ClientTimer timer;
    private final ConsumerTimings timings;
    private final Clock clock;

    OrderlyDelivery(
            ListenerCall listener,
            int batchSize,
            Duration suspendTime,
            boolean needsLocks,
            DeliveryThreads threads,
            ClientTimer timer,
            ConsumerTimings timings,
            Clock clock) {
        this.listener = requireNonNull(listener, "listener");
        this.batchSize = batchSize;
        this.suspendTime = requireNonNull(suspendTime, "suspendTime");
        this.needsLocks = needsLocks;
        this.threads = requireNonNull(threads, "threads");
        this.timer = requireNonNull(timer, "timer");
        this.timings = requireNonNull(timings, "timings");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void deliver(HeldQueue queue) {
        if (queue.takeTurn()) {
            threads.execute(() -> goOn(queue));
        }
    }

    @Override
    public boolean mayPull(HeldQueue queue) {
        return !needsLocks || queue.isLocked(clock.nanoTime());
    }

    /** When the listener is done with what it has. */
    @Override
    public CompletableFuture<Void> settle(HeldQueue queue) {
        if (queue.takeTurn()) {
            queue.atRest().complete(null); // nobody had the turn, and nobody gets it any more
        }
        return queue.atRest();
    }

    @Override
    public void close(Duration patience) {
        threads.close(patience);
    }

    /** Batch after batch for a while; then the queue gets in line behind the others. */
    private void goOn(HeldQueue queue) {
        long stretchEnd = clock.nanoTime() + STRETCH_NANOS;
        while (clock.nanoTime() - stretchEnd < 0) {
            if (queue.isRetired()) {
                queue.atRest().complete(null);
                return;
            }
            if (!mayPull(queue)) {
                later(queue, timings.pullRetryDelay());
                return;
            }
            List<MessageExt> batch = queue.messages().take(batchSize);
            if (batch.isEmpty()) {
                endTurn(queue);
                return;
            }
            if (!consume(queue, batch)) {
                later(queue, suspendTime);
                return;
            }
        }
        threads.execute(() -> goOn(queue));
    }

    private boolean consume(HeldQueue queue, List<MessageExt> batch) {
        ConsumeResult result = listener.call(batch, queue.failures());
        queue.noteConsume(clock.millis());
        if (result == ConsumeResult.SUCCESS) {
            queue.messages().finish(batch);
            queue.setFailures(0);
            return true;
        }
        queue.messages().takeBack();
        queue.setFailures(queue.failures() + 1);
        return false;
    }

    private void endTurn(HeldQueue queue) {
        queue.endTurn();
        // What came, or was retired, between the look and the end of the turn found the turn taken.
        boolean isLeftOver = queue.isRetired() || queue.messages().hasUntaken();
        if (isLeftOver && queue.takeTurn()) {
            threads.execute(() -> goOn(queue));
        }
    }

    private void later(HeldQueue queue, Duration delay) {
        timer.after(delay, () -> threads.execute(() -> goOn(queue)));
    }
}
