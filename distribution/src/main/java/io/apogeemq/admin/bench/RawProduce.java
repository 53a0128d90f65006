package io.apogeemq.admin.bench;

import io.apogeemq.admin.bench.RawFrames.Template;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends pre-encoded messages or batches.
 *
 * <p>Without a rate each connection keeps its window full: one thread writes as many requests as it
 * has read answers. With a rate a writer sends each request when it is due, and a reader counts the
 * latency from then.
 */
final class RawProduce implements LoadRun {
    private static final int RING = 1 << 20; // due times of requests in flight, by opaque

    private final BenchOptions options;
    private final InetSocketAddress broker;
    private final Meter meter;
    private final LoadThreads threads;
    private final List<RawConnection> connections = new ArrayList<>();
    private final AtomicLong left; // requests still to send
    private final int messagesEach;

    /** Goes on until closed. */
    RawProduce(BenchOptions options, InetSocketAddress broker, Meter meter) {
        this(options, broker, meter, Long.MAX_VALUE);
    }

    /** Ends after {@code requests} requests. */
    RawProduce(BenchOptions options, InetSocketAddress broker, Meter meter, long requests) {
        this.options = options;
        this.broker = broker;
        this.meter = meter;
        this.threads = new LoadThreads(meter);
        this.left = new AtomicLong(requests);
        this.messagesEach =
                options.load() == BenchOptions.Load.BATCH
                                || options.load() == BenchOptions.Load.DRAIN
                        ? options.batch()
                        : 1;
    }

    @Override
    public void start() throws IOException {
        for (int i = 0; i < options.connections(); i++) {
            RawConnection connection = new RawConnection(broker);
            connections.add(connection);
            List<Template> templates = templates();
            int first = i;
            if (options.ratePerSecond() > 0) {
                startPaced(connection, templates, first);
            } else {
                threads.start("bench-" + i, () -> keepWindowFull(connection, templates, first));
            }
        }
    }

    private List<Template> templates() {
        byte[] body = new byte[options.bodyBytes()];
        List<Template> templates = new ArrayList<>();
        for (int queue = 0; queue < options.queues(); queue++) {
            templates.add(
                    messagesEach > 1
                            ? RawFrames.batch(options.topic(), queue, body, messagesEach)
                            : RawFrames.send(options.topic(), queue, body));
        }
        return templates;
    }

    private void keepWindowFull(RawConnection connection, List<Template> templates, int first)
            throws IOException {
        long[] sentAt = new long[RING];
        int inFlight = 0;
        int next = first;
        int opaque = RawFrames.FIRST_OPAQUE;
        while (inFlight > 0 || !threads.isStopping()) {
            long now = System.nanoTime();
            while (inFlight < options.window() && !threads.isStopping()) {
                Template template = templates.get(next % templates.size());
                if (!connection.hasRoom(template.bytes().length) || left.getAndDecrement() <= 0) {
                    break;
                }
                next++;
                sentAt[opaque & (RING - 1)] = now;
                template.put(connection.out(), opaque++);
                inFlight++;
            }
            if (inFlight == 0) {
                return;
            }
            connection.send();
            connection.receive();
            inFlight -= countAnswers(connection, sentAt);
        }
    }

    private int countAnswers(RawConnection connection, long[] since) {
        int answers = 0;
        long now = System.nanoTime();
        while (connection.nextFrame()) {
            answers++;
            if (connection.code() == 0) {
                meter.done(messagesEach);
                meter.latency(now - since[connection.opaque() & (RING - 1)]);
            } else {
                meter.failed(connection.header());
            }
        }
        return answers;
    }

    private void startPaced(RawConnection connection, List<Template> templates, int first) {
        long[] dueAt = new long[RING];
        long intervalNanos = (long) (1e9 * options.connections() / options.ratePerSecond());
        threads.start("bench-read-" + first, () -> readAnswers(connection, dueAt));
        threads.start(
                "bench-write-" + first,
                () -> sendWhenDue(connection, templates, dueAt, intervalNanos, first));
    }

    private void readAnswers(RawConnection connection, long[] dueAt) throws IOException {
        while (!threads.isStopping()) {
            connection.receive();
            countAnswers(connection, dueAt);
        }
    }

    private void sendWhenDue(
            RawConnection connection,
            List<Template> templates,
            long[] dueAt,
            long intervalNanos,
            int first)
            throws IOException {
        int opaque = RawFrames.FIRST_OPAQUE;
        int next = first;
        long due = System.nanoTime();
        while (!threads.isStopping() && left.get() > 0) {
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
                continue;
            }
            Template template = templates.get(next++ % templates.size());
            dueAt[opaque & (RING - 1)] = due;
            ByteBuffer out = connection.out();
            int start = out.position();
            template.put(out, opaque++);
            out.putLong(start + template.bodyAt(), due);
            connection.send();
            due += intervalNanos;
            left.decrementAndGet();
        }
    }

    @Override
    public boolean isFinished() {
        return threads.areDone();
    }

    @Override
    public void close() throws IOException {
        threads.requestStop();
        if (options.ratePerSecond() == 0) {
            threads.awaitEnd();
        }
        for (RawConnection connection : connections) {
            connection.close();
        }
        threads.close();
    }
}
