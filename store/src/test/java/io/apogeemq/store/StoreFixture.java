package io.apogeemq.store;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchCheck;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.HostAddress;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.file.MappedSlice;
import io.apogeemq.store.flush.FlushConfig;
import io.apogeemq.store.index.IndexConfig;
import io.apogeemq.store.read.EntryFilter;
import io.apogeemq.store.read.ReadRequest;
import io.apogeemq.store.read.ReadResult;
import io.apogeemq.store.retention.RetentionConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Small stores, messages and what tests say about them. */
public final class StoreFixture {

    public static final HostAddress HOST = HostAddress.of(new byte[] {127, 0, 0, 1}, 10911);
    public static final HostAddress HOST_V6 = HostAddress.of(new byte[16], 10911);

    private StoreFixture() {}

    /** 64 KiB log files, queue files of 50 entries, checkpoints only when asked for. */
    public static StoreConfig config(Path root) {
        return StoreConfig.at(root)
                .sizes(128 * 1024, 1000, 16 * 1024)
                .checkpointInterval(Duration.ofHours(1))
                .index(new IndexConfig(true, 1000, 5000))
                .retention(retention(1.0, Duration.ofHours(72)))
                .build();
    }

    /**
     * Nothing is deleted or refused by the disk that the tests happen to run on; a small reserve.
     *
     * @param forceRatio above which files go
     */
    public static RetentionConfig retention(double forceRatio, Duration reservedTime) {
        return new RetentionConfig(
                reservedTime,
                Set.of(4),
                Duration.ofSeconds(10),
                Math.min(0.75, forceRatio),
                forceRatio,
                1.0,
                true,
                10,
                Duration.ZERO,
                64 * 1024);
    }

    public static StoreConfig syncConfig(Path root) {
        return config(root).toBuilder().flush(FlushConfig.sync()).build();
    }

    public static MessageStore open(StoreConfig config) {
        return MessageStore.open(config, ArrivalListener.NONE, Clock.SYSTEM).start();
    }

    public static AppendRequest message(String topic, int queueId, String body) {
        return message(topic, queueId, 0, body, "");
    }

    public static AppendRequest message(
            String topic, int queueId, int sysFlag, String body, String properties) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        byte[] encoded = properties.getBytes(StandardCharsets.UTF_8);
        return new AppendRequest(
                topic,
                queueId,
                7,
                sysFlag,
                1_700_000_000_000L,
                HOST,
                HOST,
                0,
                0,
                bytes,
                Crc31.of(bytes),
                encoded,
                0,
                encoded.length);
    }

    public static BatchAppendRequest batch(String topic, int queueId, List<String> bodies) {
        ByteBuffer encoded = ByteBuffer.allocate(1 << 20);
        for (String body : bodies) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            byte[] properties = "TAGS\u0001t\u0002".getBytes(StandardCharsets.UTF_8);
            encoded.putInt(22 + bytes.length + properties.length).putInt(0).putInt(0).putInt(3);
            encoded.putInt(bytes.length).put(bytes);
            encoded.putShort((short) properties.length).put(properties);
        }
        return new BatchAppendRequest(
                topic, queueId, 0, 1, HOST, HOST, 0, encoded.flip(), BatchCheck.NONE);
    }

    public static AppendOutcome.Appended append(
            MessageStore store, String topic, int queueId, String body) {
        return assertInstanceOf(
                AppendOutcome.Appended.class, store.append(message(topic, queueId, body)));
    }

    /** Waits until everything appended is visible. */
    public static void awaitDispatched(MessageStore store) {
        store.dispatched().reach(store.offsets().max()).orTimeout(20, TimeUnit.SECONDS).join();
    }

    public static ReadResult read(
            MessageStore store, String topic, int queueId, long offset, int max) {
        return store.read(new ReadRequest(topic, queueId, offset, max, 1 << 20, EntryFilter.ALL));
    }

    /** Bodies of a queue from an offset to its end; checks that queue offsets are what they should be. */
    public static List<String> bodies(MessageStore store, String topic, int queueId, long from) {
        List<String> bodies = new ArrayList<>();
        long at = from;
        while (true) {
            ReadResult result = read(store, topic, queueId, at, 32);
            if (!(result instanceof ReadResult.Found found)) {
                return bodies;
            }
            try (found) {
                for (MappedSlice slice : found.slices()) {
                    bodies.addAll(bodiesOf(slice.buffer()));
                }
                assertTrue(found.nextOffset() > at, "a read goes forward");
                at = found.nextOffset();
            }
        }
    }

    private static List<String> bodiesOf(ByteBuffer records) {
        List<String> bodies = new ArrayList<>();
        int at = 0;
        while (at < records.limit()) {
            int length = records.getInt(at + 84);
            byte[] body = new byte[length];
            records.get(at + 88, body);
            bodies.add(new String(body, StandardCharsets.UTF_8));
            at += records.getInt(at);
        }
        return bodies;
    }

    public static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** What kill -9 leaves: all files as they are now, the store still open. */
    public static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.sorted().toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (Files.exists(path)) {
                    Files.copy(path, target);
                }
            }
        }
    }
}
