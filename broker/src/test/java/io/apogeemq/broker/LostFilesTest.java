package io.apogeemq.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.CapturedLog;
import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.protocol.offset.QueryConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.UpdateConsumerOffsetRequestHeader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a broker does when files of its {@code config/}, or the end of its log, are gone. */
class LostFilesTest {
    private static final int MESSAGES = 10;

    @TempDir Path directory;

    private Path store() throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(path -> path.endsWith("commitlog"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    private void fill() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("T", 2, 6);
            for (int i = 0; i < MESSAGES; i++) {
                assertEquals(ResponseCode.SUCCESS, broker.send("T", 0).code());
            }
            commit(broker, 0, MESSAGES);
        }
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("Later", 1, 6); // so that the .bak of both tables know of the rest
            commit(broker, 1, 0);
        }
    }

    private static void commit(BrokerFixture broker, int queueId, long offset) {
        broker.call(
                RequestCode.UPDATE_CONSUMER_OFFSET,
                new UpdateConsumerOffsetRequestHeader("CG", "T", queueId, offset));
    }

    private static long committed(BrokerFixture broker) {
        return broker.call(
                        RequestCode.QUERY_CONSUMER_OFFSET,
                        new QueryConsumerOffsetRequestHeader("CG", "T", 0, false))
                .number("offset");
    }

    @ParameterizedTest
    @CsvSource({
        "topics.json, missing",
        "topics.json, empty",
        "topics.json, cut",
        "topics.json, garbage",
        "topics.json, directory",
        "subscriptionGroup.json, missing",
        "subscriptionGroup.json, garbage",
        "subscriptionGroup.json, directory",
        "consumerOffset.json, garbage",
        "consumerOffset.json, directory"
    })
    void servesEveryMessageWithoutTheNewestVersionOfATable(String name, String harm)
            throws IOException {
        fill();
        Path file = store().resolve("config").resolve(name);
        assertTrue(Files.exists(file), file.toString());
        if (!Files.exists(file.resolveSibling(name + ".bak"))) {
            Files.copy(file, file.resolveSibling(name + ".bak"));
        }
        switch (harm) {
            case "missing" -> Files.delete(file);
            case "empty" -> Files.write(file, new byte[0]);
            case "cut" -> Files.writeString(file, Files.readString(file).substring(0, 30));
            case "garbage" -> Files.write(file, new byte[] {1, 2, 3, (byte) 200});
            default -> {
                Files.delete(file);
                Files.createDirectories(file.resolve("inside"));
            }
        }

        for (int start = 0; start < 2; start++) {
            try (BrokerFixture broker = new BrokerFixture(directory)) {
                assertEquals(ResponseCode.SUCCESS, broker.pull("T", 0, 0).code());
                assertEquals(MESSAGES, committed(broker));
                assertEquals(ResponseCode.SUCCESS, broker.send("T", 1).code());
                broker.createTopic("More" + start, 1, 6);
            }
        }
    }

    @Test
    void makesTopicsAgainThatAreInNoFile() throws IOException {
        fill();
        Path config = store().resolve("config");
        Files.delete(config.resolve("topics.json"));
        Files.deleteIfExists(config.resolve("topics.json.bak"));

        try (BrokerFixture broker = new BrokerFixture(directory)) {
            assertEquals(ResponseCode.SUCCESS, broker.pull("T", 0, 0).code());
            assertEquals(ResponseCode.SUCCESS, broker.send("T", 0).code());
        }
    }

    @Test
    void warnsThatTheOffsetsOfEveryGroupAreGone() throws IOException {
        fill();
        Path config = store().resolve("config");
        Files.delete(config.resolve("consumerOffset.json"));
        Files.deleteIfExists(config.resolve("consumerOffset.json.bak"));

        List<String> warnings = warningsOfAStart();

        assertEquals(1, warnings.size(), warnings.toString());
        assertTrue(
                warnings.get(0).startsWith("there are messages but no consume offsets"),
                warnings.get(0));
        assertTrue(warnings.get(0).contains("restore the file or its .bak"), warnings.get(0));
        assertTrue(
                warnings.get(0).endsWith("file=" + config.resolve("consumerOffset.json")),
                warnings.get(0));
    }

    @Test
    void warnsWhenTheVersionBeforeKnewNoOffsets() throws IOException {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("T", 2, 6);
            assertEquals(ResponseCode.SUCCESS, broker.send("T", 0).code());
            commit(broker, 0, 1);
        }
        Files.writeString(store().resolve("config/consumerOffset.json"), "{");

        List<String> warnings = warningsOfAStart();

        assertTrue(
                warnings.stream()
                        .anyMatch(it -> it.startsWith("there are messages but no consume offsets")),
                warnings.toString());
    }

    @Test
    void doesNotWarnOfOffsetsThatNeverWere() {
        assertEquals(List.of(), warningsOfAStart(), "of a new store");
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("T", 1, 6);
            assertEquals(ResponseCode.SUCCESS, broker.send("T", 0).code());
        }

        assertEquals(List.of(), warningsOfAStart(), "of one that nobody has consumed from");
    }

    private List<String> warningsOfAStart() {
        try (CapturedLog log = new CapturedLog()) {
            new BrokerFixture(directory).close();
            return log.warnings();
        }
    }

    @Test
    void saysWhatToDoWhenNoVersionOfTheOffsetsCanBeRead() throws IOException {
        fill();
        Path config = store().resolve("config");
        Files.writeString(config.resolve("consumerOffset.json"), "{");
        Files.writeString(config.resolve("consumerOffset.json.bak"), "{");

        var refused = assertThrows(MqException.class, () -> new BrokerFixture(directory));

        assertTrue(refused.getMessage().contains("restore one of them"), refused.getMessage());
        assertTrue(refused.getMessage().contains("consumerOffset.json"), refused.getMessage());
    }

    /** No position outlives the log: what is stored where the log ended is delivered. */
    @Test
    void movesAGroupToTheEndOfALogThatGotShorter() throws IOException {
        fill();
        Path store = store();
        Path log = store.resolve("commitlog/00000000000000000000");
        long recordBytes = recordBytes(log);
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            channel.truncate(6 * recordBytes);
        }
        for (String name : new String[] {"checkpoint", "queues", "queues.bak"}) {
            Files.deleteIfExists(store.resolve(name));
        }
        Files.createFile(store.resolve("abort"));

        try (BrokerFixture broker = new BrokerFixture(directory)) {
            assertEquals(6, committed(broker));
            String written = Files.readString(store.resolve("config/consumerOffset.json"));
            assertTrue(written.contains("\"T@CG\":{\"0\":6,"), written);
            assertEquals(6, broker.send("T", 0).number("queueOffset"));
            assertEquals(ResponseCode.SUCCESS, broker.pullStored("T", 0, committed(broker)).code());
        }
    }

    private static long recordBytes(Path log) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            java.nio.ByteBuffer size = java.nio.ByteBuffer.allocate(4);
            channel.read(size, 0);
            return size.getInt(0);
        }
    }

    @Test
    void takesNoMessagesForTopicsOfInnerBatches() throws IOException {
        fill();
        Path topics = store().resolve("config/topics.json");
        Files.writeString(
                topics,
                Files.readString(topics)
                        .replaceFirst(
                                "\"attributes\":\\s*\\{\\s*\\}",
                                "\"attributes\":{\"queue.type\":\"BatchCQ\"}"));
        assertTrue(Files.readString(topics).contains("BatchCQ"));
        String batchTopic = batchTopic(Files.readString(topics));

        try (BrokerFixture broker = new BrokerFixture(directory)) {
            var answer = broker.send(batchTopic, 0);

            assertFalse(answer.code() == ResponseCode.SUCCESS);
        }
    }

    private static String batchTopic(String json) {
        int at = json.indexOf("BatchCQ");
        int name = json.indexOf("\"topicName\"", at);
        return json.substring(name).split("\"", 5)[3];
    }
}
