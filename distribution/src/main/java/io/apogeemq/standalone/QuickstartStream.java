package io.apogeemq.standalone;

import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.consumer.PushConsumer;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.SendReceipt;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.MessageExt;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * A stream of numbered messages from a producer through the broker to a consumer, that counts what
 * arrives and how long each took. At most a thousand are between producer and listener at a time, so
 * that the time is that of the way and not of a backlog.
 *
 * <pre>
 * body  0  int64  number of the message, from 0
 *       8  int64  nanoTime of its send
 *      16         zeros
 * </pre>
 *
 * <p>Threads: run by one thread, which prints; messages are sent by a thread of its own and received
 * on the consumer's threads.
 */
final class QuickstartStream {
    private static final int HEAD_BYTES = 16;
    private static final int WINDOW = 1_000;
    private static final int LISTENER_BATCH = 32;
    private static final int LISTENER_THREADS = 4;
    private static final Duration STANDSTILL = Duration.ofSeconds(30);
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final double MICROS_PER_MILLI = 1_000.0;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final String topic;
    private final int messages;
    private final int bodyBytes;
    private final AtomicLongArray arrived; // a bit for each message
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicInteger received = new AtomicInteger(); // each message once
    private final AtomicInteger repeated = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<String> firstFailure = new AtomicReference<>("");
    private final ConcurrentHistogram micros = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    private final CountDownLatch allReceived = new CountDownLatch(1);

    QuickstartStream(String topic, int messages, int bodyBytes) {
        this.topic = topic;
        this.messages = messages;
        this.bodyBytes = Math.max(HEAD_BYTES, bodyBytes);
        this.arrived = new AtomicLongArray((messages + Long.SIZE - 1) / Long.SIZE);
    }

    /** Runs the stream and prints its progress and its result; true if every message came once. */
    boolean run(String nameServers, PrintStream out) throws InterruptedException {
        try (PushConsumer consumer = consumer(nameServers);
                Producer producer =
                        Producer.builder().nameServers(nameServers).group("quickstart").build()) {
            if (!awaitQueues(consumer)) {
                out.println("the consumer got no queue within " + STANDSTILL.toSeconds() + " s");
                return false;
            }
            long startNanos = System.nanoTime();
            Thread sender = new Thread(() -> send(producer), "quickstart-send");
            sender.setDaemon(true);
            sender.start();
            watch(out, startNanos);
            sender.interrupt(); // it has ended, unless the stream stands still
            sender.join();
            return report(out, System.nanoTime() - startNanos);
        }
    }

    private PushConsumer consumer(String nameServers) {
        return PushConsumer.builder()
                .nameServers(nameServers)
                .group("quickstart")
                .subscribe(topic)
                .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                .threads(LISTENER_THREADS)
                .listener(LISTENER_BATCH, this::receive)
                .build();
    }

    /** Otherwise the first messages would wait for the consumer, not for the broker. */
    private static boolean awaitQueues(PushConsumer consumer) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + STANDSTILL.toNanos();
        while (consumer.progress().isEmpty()) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return true;
    }

    private void send(Producer producer) {
        try {
            for (int i = 0; i < messages; i++) {
                window.acquire();
                ByteBuffer body =
                        ByteBuffer.allocate(bodyBytes).putLong(i).putLong(System.nanoTime());
                producer.sendAsync(Message.of(topic, body.array())).whenComplete(this::sent);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the stream stands still and is given up
        }
    }

    private void sent(SendReceipt receipt, Throwable failure) {
        if (failure == null) {
            sent.incrementAndGet();
        } else {
            firstFailure.compareAndSet("", failure.getMessage());
            window.release();
        }
    }

    private ConsumeResult receive(List<MessageExt> batch) {
        for (MessageExt message : batch) {
            ByteBuffer body = ByteBuffer.wrap(message.body());
            long number = body.getLong();
            long tookNanos = System.nanoTime() - body.getLong();
            if (number < 0 || number >= messages || !mark((int) number)) {
                repeated.incrementAndGet();
                continue;
            }
            window.release();
            micros.recordValue(
                    Math.max(
                            0, Math.min(HIGHEST_MICROS, TimeUnit.NANOSECONDS.toMicros(tookNanos))));
            if (received.incrementAndGet() == messages) {
                allReceived.countDown();
            }
        }
        return ConsumeResult.SUCCESS;
    }

    /** False if the message was there before. */
    private boolean mark(int number) {
        long bit = 1L << (number % Long.SIZE);
        return (arrived.getAndUpdate(number / Long.SIZE, bits -> bits | bit) & bit) == 0;
    }

    /** Prints a line each second until everything came, or nothing has come for long. */
    private void watch(PrintStream out, long startNanos) throws InterruptedException {
        int before = 0;
        long lastChangeNanos = System.nanoTime();
        while (!allReceived.await(1, TimeUnit.SECONDS)) {
            int now = received.get();
            out.println(
                    String.format(
                            Locale.ROOT,
                            "  %3d s  sent %,9d  received %,9d  (%,d/s)",
                            TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos),
                            sent.get(),
                            now,
                            now - before));
            out.flush();
            if (now > before) {
                lastChangeNanos = System.nanoTime();
            } else if (System.nanoTime() - lastChangeNanos > STANDSTILL.toNanos()) {
                return;
            }
            before = now;
        }
    }

    private boolean report(PrintStream out, long tookNanos) {
        double seconds = tookNanos / 1e9;
        boolean isComplete = received.get() == messages && repeated.get() == 0;
        out.println(
                isComplete
                        ? String.format(
                                Locale.ROOT,
                                "%,d messages of %d bytes sent and received, each exactly once",
                                messages,
                                bodyBytes)
                        : String.format(
                                Locale.ROOT,
                                "of %,d messages %,d are missing, %,d came more than once",
                                messages,
                                messages - received.get(),
                                repeated.get()));
        if (!firstFailure.get().isEmpty()) {
            out.println("  a send was not acknowledged: " + firstFailure.get());
        }
        out.println(
                String.format(
                        Locale.ROOT,
                        "  rate     %,.0f messages/s, end to end, in %.1f s",
                        received.get() / seconds,
                        seconds));
        StringBuilder latency = new StringBuilder("  latency  from send to listener:");
        for (double percentile : PERCENTILES) {
            latency.append(
                    String.format(
                            Locale.ROOT,
                            "  p%s %.2f ms",
                            percentile == Math.rint(percentile)
                                    ? Integer.toString((int) percentile)
                                    : Double.toString(percentile),
                            micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI));
        }
        out.println(latency);
        out.println(
                String.format(
                        Locale.ROOT,
                        "           longest %.2f ms",
                        micros.getMaxValue() / MICROS_PER_MILLI));
        out.flush();
        return isComplete;
    }
}
