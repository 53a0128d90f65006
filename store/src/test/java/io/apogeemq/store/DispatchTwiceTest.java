package io.apogeemq.store;

import static io.apogeemq.store.KeyedStore.awaitIndexed;
import static io.apogeemq.store.StoreFixture.awaitDispatched;
import static io.apogeemq.store.StoreFixture.deleteTree;
import static io.apogeemq.store.StoreFixture.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.store.append.AppendOutcome;
import io.apogeemq.store.append.AppendRequest;
import io.apogeemq.store.append.BatchAppendRequest;
import io.apogeemq.store.append.BatchCheck;
import io.apogeemq.store.append.BatchOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is derived from records as they are appended is what is derived from them when they are read again. */
class DispatchTwiceTest {
    private static final String[] TOPICS = {"a", "größe", TopicName.SCHEDULE, "%RETRY%g"};
    private static final int[] SYS_FLAGS = {0, 0, 0, 0, 0x1, 0x4, 0x8, 0xC, 0x80};
    private static final String[] KEYS = {
        "", "", "one", "one two", " one  two ", "schlüssel", "1 2 3 4", "1 2 3 4 5 6 7 8 9 10 11 12"
    };

    @TempDir Path directory;

    @Test
    void givesTheSameQueuesAndTheSameIndex() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path root = directory.resolve("live");
        try (MessageStore store = KeyedStore.open(KeyedStore.config(root), Clock.SYSTEM)) {
            for (int i = 0; i < 2000; i++) {
                if (random.nextInt(4) == 0) {
                    assertInstanceOf(BatchOutcome.Appended.class, store.appendBatch(batch(random)));
                } else {
                    assertInstanceOf(AppendOutcome.Appended.class, store.append(single(random)));
                }
            }
            awaitDispatched(store);
            awaitIndexed(store);
        }
        Map<String, ByteBuffer> queues = queues(root);
        IndexContent index = IndexContent.read(root, KeyedStore.SLOTS);
        deleteTree(root.resolve("consumequeue"));
        if (Files.exists(root.resolve("batchconsumequeue"))) {
            deleteTree(root.resolve("batchconsumequeue"));
        }
        deleteTree(root.resolve("index"));

        try (MessageStore store = KeyedStore.open(KeyedStore.config(root), Clock.SYSTEM)) {
            awaitDispatched(store);
            awaitIndexed(store);
        }

        assertFalse(queues.isEmpty());
        assertEquals(queues, queues(root));
        assertEquals(index, IndexContent.read(root, KeyedStore.SLOTS));
    }

    private static AppendRequest single(Random random) {
        String body = "x".repeat(random.nextInt(10) == 0 ? 2000 : 10);
        return message(
                TOPICS[random.nextInt(TOPICS.length)],
                random.nextInt(4),
                SYS_FLAGS[random.nextInt(SYS_FLAGS.length)],
                body,
                properties(random));
    }

    private static BatchAppendRequest batch(Random random) {
        ByteBuffer encoded = ByteBuffer.allocate(64 * 1024);
        int messages = 1 + random.nextInt(5);
        for (int i = 0; i < messages; i++) {
            byte[] body = new byte[random.nextInt(10) == 0 ? 2000 : 10];
            byte[] properties = properties(random).getBytes(StandardCharsets.UTF_8);
            encoded.putInt(22 + body.length + properties.length).putInt(0).putInt(0).putInt(i);
            encoded.putInt(body.length).put(body);
            encoded.putShort((short) properties.length).put(properties);
        }
        return new BatchAppendRequest(
                TOPICS[random.nextInt(TOPICS.length)],
                random.nextInt(4),
                0,
                1,
                StoreFixture.HOST,
                StoreFixture.HOST,
                0,
                encoded.flip(),
                BatchCheck.NONE);
    }

    private static String properties(Random random) {
        StringBuilder text = new StringBuilder("a\u0001b\u0002");
        if (random.nextBoolean()) {
            text.append("TAGS\u0001tag").append(random.nextInt(3)).append('\u0002');
        }
        if (random.nextBoolean()) {
            text.append("UNIQ_KEY\u0001").append(Long.toHexString(random.nextLong()));
            text.append('\u0002');
        }
        if (random.nextInt(4) == 0) {
            text.append("DELAY\u0001").append(random.nextInt(20)).append('\u0002');
        }
        if (random.nextInt(8) == 0) {
            text.append("INNER_NUM\u0001").append(1 + random.nextInt(3)).append('\u0002');
        }
        String keys = KEYS[random.nextInt(KEYS.length)];
        if (!keys.isEmpty()) {
            text.append("KEYS\u0001").append(keys);
            if (random.nextBoolean()) {
                text.append('\u0002'); // the end of the last one may be missing
            }
        }
        return text.toString();
    }

    /** Every file of the queues, without what was never written at its end. */
    private static Map<String, ByteBuffer> queues(Path root) throws IOException {
        Map<String, ByteBuffer> contents = new TreeMap<>();
        for (String name : new String[] {"consumequeue", "batchconsumequeue"}) {
            if (Files.exists(root.resolve(name))) {
                try (Stream<Path> files = Files.walk(root.resolve(name))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        contents.put(root.relativize(file).toString(), withoutZeros(file));
                    }
                }
            }
        }
        return contents;
    }

    private static ByteBuffer withoutZeros(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return ByteBuffer.wrap(bytes, 0, length);
    }
}
