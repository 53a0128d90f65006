package io.apogeemq.admin.bench;

import io.apogeemq.admin.bench.BenchOptions.Load;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.SendReceipt;
import io.apogeemq.common.message.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** Sends through the client library: asynchronously with a window, one at a time, or when due. */
final class ClientProduce implements LoadRun {
    private final BenchOptions options;
    private final Meter meter;
    private final LoadThreads threads;
    private final Producer producer;

    ClientProduce(BenchOptions options, Meter meter) {
        this.options = options;
        this.meter = meter;
        this.threads = new LoadThreads(meter);
        this.producer =
                Producer.builder().nameServers(options.nameServers()).group("bench").build();
    }

    @Override
    public void start() {
        if (options.ratePerSecond() > 0) {
            threads.start("bench-send", this::sendWhenDue);
        } else if (options.load() == Load.SYNC) {
            threads.start("bench-send", this::sendOneByOne);
        } else {
            threads.start("bench-send", this::keepWindowFull);
        }
    }

    private void keepWindowFull() throws InterruptedException {
        int window = options.window() * options.connections();
        Semaphore room = new Semaphore(window);
        int each = options.load() == Load.BATCH ? options.batch() : 1;
        while (!threads.isStopping()) {
            room.acquire();
            long now = System.nanoTime();
            CompletableFuture<SendReceipt> sent =
                    each == 1
                            ? producer.sendAsync(message(now))
                            : producer.sendAsync(batch(now, each));
            sent.whenComplete(
                    (receipt, failure) -> {
                        count(failure, each, now);
                        room.release();
                    });
        }
        room.acquire(window); // what is in flight belongs to this load
    }

    private void sendOneByOne() {
        while (!threads.isStopping()) {
            long now = System.nanoTime();
            producer.send(message(now));
            count(null, 1, now);
        }
    }

    private void sendWhenDue() {
        long intervalNanos = (long) (1e9 / options.ratePerSecond());
        long due = System.nanoTime();
        while (!threads.isStopping()) {
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            long dueNow = due;
            producer.sendAsync(message(due))
                    .whenComplete((receipt, failure) -> count(failure, 1, dueNow));
            due += intervalNanos;
        }
    }

    private void count(Throwable failure, int messages, long sinceNanos) {
        if (failure != null) {
            meter.failed(failure.getMessage());
        } else {
            meter.done(messages);
            meter.latency(System.nanoTime() - sinceNanos);
        }
    }

    private List<Message> batch(long nanos, int count) {
        List<Message> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            messages.add(message(nanos));
        }
        return messages;
    }

    /** A message whose body starts with the time it was due, for whoever consumes it. */
    private Message message(long dueNanos) {
        byte[] body = new byte[Math.max(Long.BYTES, options.bodyBytes())];
        ByteBuffer.wrap(body).putLong(dueNanos);
        return Message.builder(options.topic()).body(body).tags("bench").build();
    }

    @Override
    public boolean isFinished() {
        return threads.areDone();
    }

    @Override
    public void close() {
        threads.requestStop();
        threads.awaitEnd();
        threads.close();
        producer.close();
    }
}
