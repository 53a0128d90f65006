package io.apogeemq.broker.send;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.concurrent.OffsetWatermark;
import io.apogeemq.remoting.server.Reply;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When a stored message is acknowledged: at once, or when the log is on disk up to its end. An answer
 * that waits is parked on the flushed watermark and completed by the flush thread.
 *
 * <p>All wait equally long, so the oldest always expires first: one queue in order of arrival and one
 * timer for its head serve any number of them.
 *
 * <p>Threads: safe for any thread.
 */
final class AckPolicy {
    private final boolean waitsForDisk;
    private final long timeoutNanos;
    private final OffsetWatermark flushed;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final ConcurrentLinkedQueue<ParkedAck> parked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean timerIsSet = new AtomicBoolean();

    AckPolicy(
            SendConfig config,
            OffsetWatermark flushed,
            ScheduledExecutorService timer,
            Clock clock) {
        this.waitsForDisk = config.waitsForDisk();
        this.timeoutNanos = config.diskTimeout().toNanos();
        this.flushed = flushed;
        this.timer = timer;
        this.clock = clock;
    }

    /**
     * Answers now or when the time has come.
     *
     * @param endOffset first byte of the log behind the message
     * @param producerWaits false if the producer asked not to wait
     */
    void acknowledge(long endOffset, boolean producerWaits, Reply reply, StoredHeader stored) {
        if (!waitsForDisk || !producerWaits || !reply.isWanted()) {
            reply.send(SendReply.ok(stored));
            return;
        }
        ParkedAck ack = new ParkedAck(reply, stored, clock.nanoTime() + timeoutNanos);
        parked.add(ack);
        flushed.onReached(endOffset, ack);
        dropAnswered();
        if (!ack.isAnswered()) {
            setTimer(timeoutNanos);
        }
    }

    private void setTimer(long delayNanos) {
        if (!timerIsSet.compareAndSet(false, true)) {
            return;
        }
        try {
            timer.schedule(this::expire, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The broker is closing: closing the store answers everything that is parked here.
            timerIsSet.set(false);
        }
    }

    private void expire() {
        timerIsSet.set(false);
        long now = clock.nanoTime();
        ParkedAck head;
        while ((head = parked.peek()) != null) {
            long left = head.deadlineNanos - now;
            if (left > 0 && !head.isAnswered()) {
                setTimer(left);
                return;
            }
            head.expire();
            parked.remove(head);
        }
    }

    private void dropAnswered() {
        ParkedAck head;
        while ((head = parked.peek()) != null && head.isAnswered()) {
            parked.remove(head);
        }
    }

    /** One answer that waits; whoever is first (disk, failure, timer) gives it. */
    private static final class ParkedAck implements OffsetWatermark.Waiter {
        private final Reply reply;
        private final StoredHeader stored;
        private final long deadlineNanos;
        private final AtomicBoolean answered = new AtomicBoolean();

        ParkedAck(Reply reply, StoredHeader stored, long deadlineNanos) {
            this.reply = reply;
            this.stored = stored;
            this.deadlineNanos = deadlineNanos;
        }

        boolean isAnswered() {
            return answered.get();
        }

        @Override
        public void reached() {
            if (answered.compareAndSet(false, true)) {
                reply.send(SendReply.ok(stored));
            }
        }

        @Override
        public void failed(Throwable cause) {
            if (answered.compareAndSet(false, true)) {
                reply.send(
                        SendReply.notOnDisk(
                                stored,
                                "the message is stored, but the disk refused it: see the broker's log"));
            }
        }

        void expire() {
            if (answered.compareAndSet(false, true)) {
                reply.send(
                        SendReply.notOnDisk(
                                stored, "the message is stored, but not yet known to be on disk"));
            }
        }
    }
}
