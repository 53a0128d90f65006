package io.apogeemq.client.offset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.error.MqException;
import io.apogeemq.common.topic.MessageQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalOffsetsTest {
    private static final MessageQueue Q0 = new MessageQueue("orders", "broker-a", 0);
    private static final MessageQueue Q1 = new MessageQueue("orders", "broker-a", 1);

    @TempDir Path directory;

    @Test
    void findsWhatAnEarlierInstanceStored() {
        LocalOffsets earlier = new LocalOffsets(directory, "group");
        earlier.store(Map.of(Q0, 7L));
        earlier.store(Map.of(Q1, 9L));

        LocalOffsets later = new LocalOffsets(directory, "group");

        assertEquals(7L, later.stored(Q0).join());
        assertEquals(9L, later.stored(Q1).join());
        assertEquals(
                ConsumeOffsets.NONE,
                later.stored(new MessageQueue("orders", "broker-b", 0)).join());
    }

    @Test
    void writesTheShapeOfTheOtherClients() throws IOException {
        new LocalOffsets(directory, "group").store(Map.of(Q0, 7L));

        assertEquals(
                "{\"offsetTable\":{{\"brokerName\":\"broker-a\",\"queueId\":0,\"topic\":\"orders\"}:7}}",
                Files.readString(file()));
    }

    @Test
    void readsTheFileOfTheOtherClients() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(
                file(),
                """
                {
                \t"offsetTable":{{
                \t\t\t"brokerName":"broker-a",
                \t\t\t"queueId":1,
                \t\t\t"topic":"orders"
                \t\t}:12
                \t}
                }
                """);

        assertEquals(12L, new LocalOffsets(directory, "group").stored(Q1).join());
    }

    @Test
    void fallsBackToTheVersionBeforeWhenTheFileIsTorn() throws IOException {
        LocalOffsets earlier = new LocalOffsets(directory, "group");
        earlier.store(Map.of(Q0, 7L));
        earlier.store(Map.of(Q0, 8L));
        Files.writeString(file(), "{\"offsetTable\":{{\"brok");

        assertEquals(7L, new LocalOffsets(directory, "group").stored(Q0).join());
    }

    @Test
    void refusesToStartFromNothingWhenNoVersionCanBeRead() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "not an offset file");

        MqException refusal =
                assertThrows(MqException.class, () -> new LocalOffsets(directory, "group"));

        assertTrue(refusal.getMessage().contains("offsets.json"), refusal.getMessage());
    }

    private Path file() {
        return directory.resolve("group").resolve("offsets.json");
    }
}
