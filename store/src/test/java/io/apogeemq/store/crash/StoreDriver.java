package io.apogeemq.store.crash;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.common.io.AtomicFile;
import io.apogeemq.common.message.TagHash;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.StoreConfig;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchCheck;
import io.apogeemq.store.append.BatchOutcome;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.HostAddress;
import io.apogeemq.store.append.RefusalReason;
import io.apogeemq.store.crash.CrashScenario.Running;
import io.apogeemq.store.crash.CrashScenario.Trace;
import io.apogeemq.store.crash.StoreModel.QueueName;
import io.apogeemq.store.crash.StoreModel.Stored;
import io.apogeemq.store.file.StoreLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * Everybody who uses a store, in one: producers, consumers, administrators, the store's own loops and
 * the clock, one small step after the other in an order that a seed decides. Tells the model what
 * happened.
 *
 * <p>Threads: confined to the thread of the test.
 */
final class StoreDriver {

    private static final HostAddress V4 = HostAddress.of(new byte[] {127, 0, 0, 1}, 10911);
    private static final HostAddress V6 = HostAddress.of(new byte[16], 10911);
    private static final String[] TOPICS = {"a", "orders-of-a-shop", "long".repeat(40)};
    private static final int QUEUES = 3;

    private final Running running;
    private final MessageStore store;
    private final SimulatedDisk disk;
    private final StoreModel model;
    private final ManualClock clock;
    private final SplittableRandom random;
    private final StoreConfig config;
    private final Trace trace;
    private final AtomicFile smallFile;
    private final Map<QueueName, Long> consumers = new HashMap<>();
    private final int largestBody;
    private int messageNumber;
    private boolean deletes = true;
    private boolean isAppending;

    StoreDriver(
            Running running,
            StoreModel model,
            ManualClock clock,
            SplittableRandom random,
            StoreConfig config,
            Trace trace) {
        this.running = running;
        this.store = running.store();
        this.disk = running.disk();
        this.model = model;
        this.clock = clock;
        this.random = random;
        this.config = config;
        this.trace = trace;
        this.smallFile = new AtomicFile(disk, CrashScenario.SMALL_FILE);
        this.largestBody = random.nextInt(4) == 0 ? config.maxMessageBytes() : 400;
        disk.duringForce(this::appendDuringForce);
    }

    /** Topics stay. */
    StoreDriver withoutDeletions() {
        deletes = false;
        return this;
    }

    void appendSome(int messages) {
        for (int i = 0; i < messages; i++) {
            append();
        }
    }

    /** Producers go on while the log is being forced; not within an append of this very thread. */
    private void appendDuringForce() {
        if (!isAppending && running.loops().isInTurn("flush") && random.nextInt(3) == 0) {
            isAppending = true;
            try {
                append();
            } finally {
                isAppending = false;
            }
        }
    }

    void run(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            step();
            remembersWhatWasPromised();
        }
    }

    private void step() throws IOException {
        int kind = random.nextInt(100);
        if (kind < 38) {
            append();
        } else if (kind < 48) {
            appendBatch();
        } else if (kind < 78) {
            running.loops().takeTurn(random);
        } else if (kind < 86) {
            clock.advanceMillis(random.nextInt(60));
        } else if (kind < 94) {
            consume();
        } else if (kind < 97) {
            writeSmallFile();
        } else if (kind < 98 && deletes) {
            deleteTopic();
        } else {
            running.loops().takeTurns(random);
        }
    }

    /** Takes over how far the store says that the log is on disk, and where it begins now. */
    void remembersWhatWasPromised() {
        model.promised(store.flushed().value());
        List<Path> log = disk.filesBelow(config.commitLogDir());
        if (!log.isEmpty()) {
            model.expired(StoreLayout.firstOffset(log.get(0)));
        }
    }

    void close() {
        trace.say("close");
        long end = store.offsets().max();
        store.close();
        Broken.unless(
                store.flushed().value() == end && store.dispatched().value() == end,
                "a store closed before everything was on disk and in its queue");
    }

    // ---- producers

    private void append() {
        QueueName queue = anyQueue();
        byte[] body = new byte[random.nextInt(random.nextInt(largestBody) + 1)];
        ByteBuffer bytes = ByteBuffer.wrap(fill(body));
        String tag = anyTag();
        byte[] properties = properties(tag);
        AppendOutcome outcome =
                store.append(
                        new AppendRequest(
                                queue.topic(),
                                queue.queueId(),
                                7,
                                0,
                                clock.millis(),
                                anyHost(),
                                V4,
                                0,
                                0,
                                bytes,
                                Crc31.of(bytes),
                                properties,
                                0,
                                properties.length));
        if (outcome instanceof AppendOutcome.Appended appended) {
            trace.say("append " + queue + " " + appended);
            appended(
                    queue,
                    appended.queueOffset(),
                    appended.physicalOffset(),
                    appended.recordBytes(),
                    tag);
        } else if (outcome instanceof AppendOutcome.Refused refused) {
            refused(refused.reason(), refused.detail());
        }
    }

    private void appendBatch() {
        QueueName queue = anyQueue();
        String tag = anyTag();
        int count = 1 + random.nextInt(6);
        ByteBuffer encoded = ByteBuffer.allocate(count * 1024);
        for (int i = 0; i < count; i++) {
            byte[] body = fill(new byte[random.nextInt(400)]);
            byte[] properties = properties(tag);
            encoded.putInt(22 + body.length + properties.length).putInt(0).putInt(0).putInt(3);
            encoded.putInt(body.length).put(body);
            encoded.putShort((short) properties.length).put(properties);
        }
        BatchOutcome outcome =
                store.appendBatch(
                        new BatchAppendRequest(
                                queue.topic(),
                                queue.queueId(),
                                0,
                                clock.millis(),
                                anyHost(),
                                V4,
                                0,
                                encoded.flip(),
                                BatchCheck.NONE));
        if (outcome instanceof BatchOutcome.Appended appended) {
            trace.say("batch " + queue + " at " + appended.firstQueueOffset() + " of " + count);
            long[] at = appended.physicalOffsets();
            for (int i = 0; i < at.length; i++) {
                long end = i + 1 < at.length ? at[i + 1] : appended.endOffset();
                appended(queue, appended.firstQueueOffset() + i, at[i], (int) (end - at[i]), tag);
            }
        } else if (outcome instanceof BatchOutcome.Refused refused) {
            refused(refused.reason(), refused.detail());
        }
    }

    private void appended(
            QueueName queue, long queueOffset, long physicalOffset, int recordBytes, String tag) {
        long file = physicalOffset / config.commitLogFileBytes() * config.commitLogFileBytes();
        Path path = config.commitLogDir().resolve(StoreLayout.segmentName(file));
        byte[] record = disk.bytesOf(path, (int) (physicalOffset - file), recordBytes);
        model.appended(new Stored(queue, queueOffset, physicalOffset, record, TagHash.of(tag)));
    }

    private void refused(RefusalReason reason, String detail) {
        throw new Broken("an append was refused: " + reason + ", " + detail, null);
    }

    private QueueName anyQueue() {
        return new QueueName(TOPICS[random.nextInt(TOPICS.length)], random.nextInt(QUEUES));
    }

    private HostAddress anyHost() {
        return random.nextInt(5) == 0 ? V6 : V4;
    }

    private String anyTag() {
        return "tag" + random.nextInt(4);
    }

    private byte[] properties(String tag) {
        String keys = random.nextInt(3) == 0 ? "" : "KEYS\u0001k" + random.nextInt(20) + '\u0002';
        return (keys + "TAGS\u0001" + tag + '\u0002').getBytes(StandardCharsets.UTF_8);
    }

    /** No two bodies are the same, unless they are very short. */
    private byte[] fill(byte[] body) {
        int number = messageNumber++;
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i < 4 ? number >>> (8 * i) : 'a' + (number + i) % 26);
        }
        return body;
    }

    // ---- consumers

    private void consume() {
        QueueName queue = anyQueue();
        long max = store.maxOffset(queue.topic(), queue.queueId());
        long min = store.minOffset(queue.topic(), queue.queueId());
        long from = Math.max(min, Math.min(max, consumers.getOrDefault(queue, 0L)));
        List<StoreView.Message> messages = new ArrayList<>();
        long next =
                StoreView.read(
                        store, queue, from, 1 + random.nextInt(20), messages, new ArrayList<>());
        for (StoreView.Message message : messages) {
            Stored stored = model.queueOf(queue).get(message.queueOffset());
            Broken.unless(
                    stored != null && message.record().equals(ByteBuffer.wrap(stored.record())),
                    "a consumer got something else than was appended: " + message);
            model.saw(message.physicalOffset());
        }
        trace.say("consume " + queue + " from " + from + " to " + next);
        consumers.put(queue, next);
    }

    // ---- administrators

    private void writeSmallFile() throws IOException {
        int number = model.configWritten() + 1 + random.nextInt(2);
        trace.say("small file " + number);
        model.beginsToWriteConfig(number);
        smallFile.replace(StoreCheck.ConfigContent.of(number));
        model.wroteConfig();
    }

    private void deleteTopic() {
        String topic = TOPICS[random.nextInt(TOPICS.length)];
        trace.say("delete " + topic);
        Map<QueueName, Long> next = new HashMap<>();
        for (int queueId = 0; queueId < QUEUES; queueId++) {
            next.put(new QueueName(topic, queueId), store.nextOffset(topic, queueId));
        }
        long below = store.offsets().max();
        model.beginsToDelete(topic);
        CompletableFuture<Void> done = store.deleteTopic(topic);
        while (!done.isDone()) {
            running.loops().takeTurn(random);
            clock.advanceMillis(1);
        }
        done.join();
        model.deleted(topic, below, next);
        consumers.keySet().removeIf(queue -> queue.topic().equals(topic));
    }
}
