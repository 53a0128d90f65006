package io.apogeemq.client.consumer;

import io.apogeemq.client.error.BodyCodecException;
import io.apogeemq.common.message.MessageExt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps messages until the application asks for them. What was handed over is finished: the progress of
 * a queue is the next message to hand over.
 *
 * <p>Who has the turn of a queue, a place in the line of queues with messages or the thread that took it
 * from there, is the only one to take messages of it.
 *
 * <p>Threads: safe for any thread; {@link #poll} waits.
 */
final class PolledDelivery implements Delivery {
    /** In the line: stands for the end, and stays there. */
    private static final Optional<HeldQueue> END = Optional.empty();

    private final BlockingQueue<Optional<HeldQueue>> line = new LinkedBlockingQueue<>();

    @Override
    public void deliver(HeldQueue queue) {
        if (queue.takeTurn()) {
            line.add(Optional.of(queue));
        }
    }

    @Override
    public boolean mayPull(HeldQueue queue) {
        return true;
    }

    @Override
    public CompletableFuture<Void> settle(HeldQueue queue) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close(Duration patience) {
        line.add(END);
    }

    /**
     * At most so many messages, of one queue after the other; none when the time is up or this is
     * closed.
     *
     * @throws BodyCodecException when the body of the next message cannot be decompressed; the position
     *     stays before it, {@code seek} passes it
     */
    List<MessageExt> poll(int most, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        List<MessageExt> polled = new ArrayList<>();
        while (polled.isEmpty()) {
            Optional<HeldQueue> next =
                    line.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (next == null) {
                return List.of();
            }
            if (next.isEmpty()) {
                line.add(END);
                return List.of();
            }
            takeFrom(next.get(), most, polled);
        }
        return polled;
    }

    private void takeFrom(HeldQueue queue, int most, List<MessageExt> polled) {
        List<MessageExt> batch = queue.messages().take(most);
        try {
            for (int i = 0; i < batch.size(); i++) {
                polled.add(ReceivedMessages.plain(batch.get(i)));
            }
        } catch (BodyCodecException e) {
            if (polled.isEmpty()) {
                throw e;
            } // else those before it are given now, and the next poll finds it in front
        } finally {
            queue.messages().finish(batch.subList(0, polled.size()));
            queue.messages().takeBack();
            queue.endTurn();
            if (queue.messages().hasUntaken()) {
                deliver(queue);
            }
        }
    }
}
