package io.apogeemq.store;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchCheck;
import io.apogeemq.store.append.Crc31;
import io.apogeemq.store.append.HostAddress;
import io.apogeemq.store.dispatch.ArrivalListener;
import io.apogeemq.store.index.IndexConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A store in a temporary directory, and messages of the usual size, for benchmarks. */
final class BenchmarkStore implements AutoCloseable {

    static final String TOPIC = "BenchmarkTopic";
    private static final HostAddress HOST = HostAddress.of(new byte[] {10, 0, 0, 1}, 10911);
    private static final byte[] PROPERTIES =
            ("UNIQ_KEY\u0001FD00000000000000000000000000000246D01DBD16A66DF8097C0064\u0002"
                            + "CLUSTER\u0001DefaultCluster\u0002MSG_REGION\u0001DefaultRegion\u0002"
                            + "WAIT\u0001true\u0002TAGS\u0001TagA\u0002")
                    .getBytes(StandardCharsets.UTF_8);

    private static final int LAST_DIGIT_OF_KEY =
            new String(PROPERTIES, StandardCharsets.US_ASCII).indexOf('\u0002') - 1;

    private final Path root;
    private final MessageStore store;

    private BenchmarkStore(StoreConfig config, boolean started) {
        this.root = config.rootDir();
        this.store = MessageStore.open(config, ArrivalListener.NONE, Clock.SYSTEM);
        if (started) {
            store.start();
        }
    }

    static BenchmarkStore started() {
        return started(true);
    }

    static BenchmarkStore started(boolean withRecordCrc) {
        return new BenchmarkStore(
                StoreConfig.at(directory()).appendPropertyCrc(withRecordCrc).build(), true);
    }

    /** Takes messages, but neither dispatches nor flushes yet. */
    static BenchmarkStore idle() {
        return idle(true);
    }

    /** The same, with or without an index of keys. */
    static BenchmarkStore idle(boolean hasIndex) {
        IndexConfig usual = IndexConfig.defaults();
        return new BenchmarkStore(
                StoreConfig.at(directory())
                        .index(new IndexConfig(hasIndex, usual.hashSlots(), usual.maxEntries()))
                        .build(),
                false);
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    MessageStore store() {
        return store;
    }

    /** A message with a unique key that no other number has. */
    static AppendRequest request(int queueId, int number) {
        byte[] properties = PROPERTIES.clone();
        for (int i = 0; i < 8; i++) {
            int digit = (number >>> (4 * i)) & 15;
            properties[LAST_DIGIT_OF_KEY - i] =
                    (byte) (digit < 10 ? '0' + digit : 'A' + digit - 10);
        }
        return request(queueId, properties);
    }

    static AppendRequest request(int queueId) {
        return request(queueId, PROPERTIES);
    }

    private static AppendRequest request(int queueId, byte[] properties) {
        ByteBuffer body = ByteBuffer.allocateDirect(128);
        return new AppendRequest(
                TOPIC,
                queueId,
                0,
                0,
                1,
                HOST,
                HOST,
                0,
                0,
                body,
                Crc31.of(body),
                properties,
                0,
                properties.length);
    }

    static BatchAppendRequest batch(int count) {
        ByteBuffer encoded = ByteBuffer.allocateDirect(count * (22 + 128 + PROPERTIES.length));
        for (int i = 0; i < count; i++) {
            encoded.putInt(22 + 128 + PROPERTIES.length).putInt(0).putInt(0).putInt(0);
            encoded.putInt(128).put(new byte[128]);
            encoded.putShort((short) PROPERTIES.length).put(PROPERTIES);
        }
        return new BatchAppendRequest(
                TOPIC, 0, 0, 1, HOST, HOST, 0, encoded.flip(), BatchCheck.NONE);
    }

    @Override
    public void close() {
        store.close();
        delete(root);
    }

    /** Removes a directory with everything in it. */
    static void delete(Path root) {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
