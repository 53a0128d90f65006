package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientTimer;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.message.MessageExt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Gives messages to the listener on many threads at once, in no certain order.
 *
 * <p>A batch that fails stays in hand and is given to the listener again after one second, then two, at
 * most five, until it succeeds or the queue is given up; the group's progress does not pass it, and
 * pulling stops when too much has piled up behind it. Nothing is skipped, and brokers are not asked to
 * keep failed messages.
 *
 * <p>Threads: safe for any thread; listeners run on the delivery threads.
 */
final class ConcurrentDelivery implements Delivery {
    private final ListenerCall listener;
    private final int batchSize;
    private final DeliveryThreads threads;
    private final ClientTimer timer;
    private final ConsumerTimings timings;
    private final Clock clock;

    ConcurrentDelivery(
            ListenerCall listener,
            int batchSize,
            DeliveryThreads threads,
            ClientTimer timer,
            ConsumerTimings timings,
            Clock clock) {
        this.listener = requireNonNull(listener, "listener");
        this.batchSize = batchSize;
        this.threads = requireNonNull(threads, "threads");
        this.timer = requireNonNull(timer, "timer");
        this.timings = requireNonNull(timings, "timings");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public void deliver(HeldQueue queue) {
        List<MessageExt> next = queue.messages().take(batchSize);
        while (!next.isEmpty()) {
            threads.execute(new Batch(queue, next));
            next = queue.messages().take(batchSize);
        }
    }

    @Override
    public boolean mayPull(HeldQueue queue) {
        return true;
    }

    /** At once: what still runs no longer counts, another member gets those messages. */
    @Override
    public CompletableFuture<Void> settle(HeldQueue queue) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close(Duration patience) {
        threads.close(patience);
    }

    /** Some messages on their way to the listener. Threads: one run at a time. */
    private final class Batch implements Runnable {
        private final HeldQueue queue;
        private final List<MessageExt> messages;
        private int failures;

        Batch(HeldQueue queue, List<MessageExt> messages) {
            this.queue = queue;
            this.messages = messages;
        }

        @Override
        public void run() {
            if (queue.isRetired()) {
                return;
            }
            ConsumeResult result = listener.call(messages, failures);
            queue.noteConsume(clock.millis());
            if (result == ConsumeResult.SUCCESS) {
                queue.messages().finish(messages);
            } else {
                failures++;
                timer.after(timings.redeliveryDelay(failures), () -> threads.execute(this));
            }
        }
    }
}
