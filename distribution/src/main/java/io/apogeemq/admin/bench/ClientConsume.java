package io.apogeemq.admin.bench;

import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.consumer.PushConsumer;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.message.MessageExt;
import java.nio.ByteBuffer;
import java.util.List;

/** Consumes through the client library's push consumer. */
final class ClientConsume implements LoadRun {
    private final BenchOptions options;
    private final Meter meter;
    private final long wanted;
    private final boolean drain;
    private PushConsumer consumer; // null until started

    /** Counts what arrives until {@code wanted} messages have. */
    ClientConsume(BenchOptions options, Meter meter, boolean drain, long wanted) {
        this.options = options;
        this.meter = meter;
        this.drain = drain;
        this.wanted = wanted;
    }

    @Override
    public void start() {
        consumer =
                PushConsumer.builder()
                        .nameServers(options.nameServers())
                        .group("bench-" + System.nanoTime()) // a new group reads what was stored
                        // before
                        .subscribe(options.topic())
                        .consumeFrom(
                                drain
                                        ? ConsumeFrom.CONSUME_FROM_FIRST_OFFSET
                                        : ConsumeFrom.CONSUME_FROM_LAST_OFFSET)
                        .listener(options.batch(), this::consume)
                        .build();
    }

    private ConsumeResult consume(List<MessageExt> messages) {
        long now = System.nanoTime();
        if (!drain) {
            for (MessageExt message : messages) {
                meter.latency(now - ByteBuffer.wrap(message.body()).getLong());
            }
        }
        meter.done(messages.size());
        return ConsumeResult.SUCCESS;
    }

    @Override
    public boolean isFinished() {
        return meter.total() >= wanted;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
