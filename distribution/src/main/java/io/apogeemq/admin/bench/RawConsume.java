package io.apogeemq.admin.bench;

import io.apogeemq.admin.bench.RawFrames.Template;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Pulls every queue of the topic with pre-encoded frames, one pull in flight for each queue.
 *
 * <p>To drain, a queue is done when the broker has no more; otherwise pulls wait at the broker for
 * what arrives, and the latency is counted from the due time that {@link RawProduce} put into the
 * first eight bytes of the body.
 */
final class RawConsume implements LoadRun {
    private static final int SUCCESS = 0;
    private static final int NOT_FOUND = 19;
    private static final int RETRY_IMMEDIATELY = 20;
    private static final int OFFSET_MOVED = 21;
    private static final int LONG_POLL_MILLIS = 15_000;
    private static final int SYS_FLAG_AT = 36;
    private static final int BODY_LENGTH_AT = 84; // with IPv4 hosts

    private final BenchOptions options;
    private final InetSocketAddress broker;
    private final Meter meter;
    private final LoadThreads threads;
    private final boolean drain;
    private final long[] startOffsets; // of each queue
    private final List<RawConnection> connections = new ArrayList<>();

    RawConsume(
            BenchOptions options,
            InetSocketAddress broker,
            Meter meter,
            boolean drain,
            long[] startOffsets) {
        this.options = options;
        this.broker = broker;
        this.meter = meter;
        this.threads = new LoadThreads(meter);
        this.drain = drain;
        this.startOffsets = startOffsets;
    }

    @Override
    public void start() throws IOException {
        int sockets = Math.min(options.connections(), options.queues());
        for (int i = 0; i < sockets; i++) {
            RawConnection connection = new RawConnection(broker);
            connections.add(connection);
            int first = i;
            threads.start("bench-pull-" + i, () -> pull(connection, first, sockets));
        }
    }

    /** Serves the queues first, first + step, ... */
    private void pull(RawConnection connection, int first, int step) throws IOException {
        List<Template> pulls = new ArrayList<>();
        for (int queue = 0; queue < options.queues(); queue++) {
            pulls.add(
                    RawFrames.pull(
                            options.topic(),
                            "bench-group",
                            queue,
                            options.batch(),
                            drain ? 0 : LONG_POLL_MILLIS));
        }
        long[] offsets = startOffsets.clone();
        int open = 0;
        for (int queue = first; queue < options.queues(); queue += step) {
            pulls.get(queue).put(connection.out(), RawFrames.FIRST_OPAQUE + queue, offsets[queue]);
            open++;
        }
        while (open > 0 && !threads.isStopping()) {
            connection.send();
            connection.receive();
            while (connection.nextFrame()) {
                int queue = connection.opaque() - RawFrames.FIRST_OPAQUE;
                int code = connection.code();
                long next = connection.field("nextBeginOffset");
                if (code == SUCCESS) {
                    meter.done((int) (next - offsets[queue]));
                    if (!drain) {
                        countLatencies(connection);
                    }
                } else if (drain && (code == NOT_FOUND || code == OFFSET_MOVED)) {
                    open--;
                    continue;
                } else if (code != NOT_FOUND && code != RETRY_IMMEDIATELY) {
                    meter.failed(connection.header());
                    open--;
                    continue;
                }
                offsets[queue] = next;
                pulls.get(queue).put(connection.out(), RawFrames.FIRST_OPAQUE + queue, next);
            }
        }
    }

    private void countLatencies(RawConnection connection) {
        ByteBuffer in = connection.in();
        long now = System.nanoTime();
        int at = connection.bodyAt();
        while (at < connection.bodyEnd()) {
            int sysFlag = in.getInt(at + SYS_FLAG_AT);
            int hosts = ((sysFlag & 0x10) != 0 ? 12 : 0) + ((sysFlag & 0x20) != 0 ? 12 : 0);
            meter.latency(now - in.getLong(at + BODY_LENGTH_AT + 4 + hosts));
            at += in.getInt(at);
        }
    }

    @Override
    public boolean isFinished() {
        return threads.areDone();
    }

    @Override
    public void close() throws IOException {
        threads.requestStop();
        if (drain) {
            threads.awaitEnd();
        }
        for (RawConnection connection : connections) {
            connection.close();
        }
        threads.close();
    }
}
