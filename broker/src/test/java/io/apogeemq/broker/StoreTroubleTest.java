package io.apogeemq.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.protocol.query.ViewMessageRequestHeader;
import io.apogeemq.store.RefusingFiles;
import io.apogeemq.store.RefusingFiles.Operation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What producers, consumers and operators are told when the disk fails or the log was damaged. */
class StoreTroubleTest {
    private static final String STATE = "apogee.storeState";
    private static final String TROUBLES = "apogee.storeTroubles";
    private static final String IO_ERROR = "Input/output error";
    private static final long LOG_FILE_BYTES = 8 << 20; // as in the fixture

    @TempDir Path directory;

    private final RefusingFiles files = new RefusingFiles();

    @Test
    void saysThatAllIsWell() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("T", 1, 6);
            send(broker, "one");

            Map<String, String> rows = broker.status();

            assertEquals("writable", rows.get(STATE));
            assertEquals("none", rows.get(TROUBLES));
            assertEquals("0", rows.get("apogee.damagedLogRanges"));
            assertEquals("0", rows.get("apogee.damagedLogBytes"));
            assertEquals("0", rows.get("apogee.lostLogBytes"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYNC_FLUSH", "ASYNC_FLUSH"})
    void takesNoMessageAfterAFailedForceAndGoesOnServing(String flush) {
        try (BrokerFixture broker = new BrokerFixture(files, directory, "flushDiskType=" + flush)) {
            broker.createTopic("T", 1, 6);
            Answer safe = send(broker, "safe");
            assertEquals(ResponseCode.SUCCESS, safe.code());
            await().until(() -> bodies(broker).equals(List.of("safe")));
            files.fail(
                    Operation.FORCE_MAP, path -> path.toString().contains("commitlog"), IO_ERROR);

            Answer unsure = send(broker, "unsure");
            Answer refused =
                    await().atMost(30, TimeUnit.SECONDS)
                            .until(
                                    () -> send(broker, "later"),
                                    it -> it.code() == ResponseCode.SERVICE_NOT_AVAILABLE);

            if (flush.equals("SYNC_FLUSH")) {
                assertEquals(ResponseCode.FLUSH_DISK_TIMEOUT, unsure.code());
                assertTrue(unsure.remark().contains("the disk refused it"), unsure.remark());
            }
            assertTrue(refused.remark().contains(IO_ERROR), refused.remark());
            files.heal();
            assertEquals(
                    refused.remark(),
                    send(broker, "again").remark(),
                    "a disk that forces again proves nothing about what was lost");
            assertEquals("safe", bodies(broker).get(0));
            assertEquals(ResponseCode.SUCCESS, view(broker, 0).code());
            String state = broker.status().get(STATE);
            assertTrue(state.startsWith("takes no messages: FAIL_STOP, "), state);
            assertTrue(state.contains(IO_ERROR), state);
        }

        try (BrokerFixture broker = new BrokerFixture(directory)) {
            assertEquals("writable", broker.status().get(STATE));
            assertEquals(ResponseCode.SUCCESS, send(broker, "goes on").code());
            assertEquals("safe", bodies(broker).get(0));
        }
    }

    @Test
    void saysThatAQueueFileCouldNotBeForcedAndGoesOn() {
        try (BrokerFixture broker = new BrokerFixture(files, directory)) {
            broker.createTopic("T", 1, 6);
            files.fail(Operation.FORCE, path -> path.toString().contains("consumequeue"), IO_ERROR);
            await().atMost(30, TimeUnit.SECONDS)
                    .until(
                            () -> {
                                assertEquals(ResponseCode.SUCCESS, send(broker, "m").code());
                                return !broker.status().get(TROUBLES).equals("none");
                            });

            Map<String, String> rows = broker.status();

            assertTrue(
                    rows.get(TROUBLES).contains("a queue file could not be forced"),
                    rows.get(TROUBLES));
            assertEquals("writable", rows.get(STATE));
            assertEquals(ResponseCode.SUCCESS, broker.pull("T", 0, 0).code());
        }
    }

    @Test
    void saysWhatTheStartHadToPassBy() throws IOException {
        long[] offsets = fill();
        try (RandomAccessFile log = log()) {
            log.seek(offsets[1] + 90); // in the body of the second message
            log.write('#');
        }
        forgetTheStop();

        try (BrokerFixture broker = new BrokerFixture(directory)) {
            Map<String, String> rows = broker.status();

            assertEquals("1", rows.get("apogee.damagedLogRanges"));
            long bytes = offsets[2] - offsets[1];
            assertEquals(Long.toString(bytes), rows.get("apogee.damagedLogBytes"));
            assertEquals("0", rows.get("apogee.lostLogBytes"));
            assertEquals(
                    bytes + " bytes of the log were found damaged in 1 places", rows.get(TROUBLES));
            assertEquals("writable", rows.get(STATE));
            assertEquals(ResponseCode.SUCCESS, send(broker, "goes on").code());
        }
    }

    @Test
    void saysWhatTheLogHasLostOfWhatWasOnDisk() throws IOException {
        long end = 0;
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("T", 1, 6);
            String body = "x".repeat(450_000);
            while (end <= LOG_FILE_BYTES) {
                assertEquals(ResponseCode.SUCCESS, send(broker, body).code());
                end = Long.parseLong(broker.status().get("commitLogMaxOffset"));
            }
        }
        for (String name : List.of("00000000000008388608", "00000000000016777216")) {
            Files.deleteIfExists(store().resolve("commitlog").resolve(name));
        }

        try (BrokerFixture broker = new BrokerFixture(directory)) {
            Map<String, String> rows = broker.status();

            long bytes = end - LOG_FILE_BYTES;
            assertEquals(Long.toString(bytes), rows.get("apogee.lostLogBytes"));
            assertEquals(
                    "the log ended " + bytes + " bytes before what was once on disk",
                    rows.get(TROUBLES));
            assertEquals("writable", rows.get(STATE));
        }
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            assertEquals("none", broker.status().get(TROUBLES), "it is said once");
        }
    }

    /** Three messages; where each of them begins. */
    private long[] fill() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("T", 1, 6);
            for (int i = 0; i < 3; i++) {
                assertEquals(ResponseCode.SUCCESS, send(broker, "message " + i).code());
            }
            broker.awaitVisible("T", 0, 3);
            List<MessageExt> messages = broker.pull("T", 0, 0).messages();
            return messages.stream().mapToLong(MessageExt::physicalOffset).toArray();
        }
    }

    /** Takes away everything that says how far the log was looked at. */
    private void forgetTheStop() throws IOException {
        for (String name : List.of("checkpoint", "queues", "queues.bak")) {
            Files.deleteIfExists(store().resolve(name));
        }
        Files.createFile(store().resolve("abort"));
    }

    private RandomAccessFile log() throws IOException {
        return new RandomAccessFile(
                store().resolve("commitlog").resolve("00000000000000000000").toFile(), "rw");
    }

    private Path store() {
        return directory.resolve("data/store");
    }

    private static Answer send(BrokerFixture broker, String body) {
        return broker.send("T", 0, "", body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer view(BrokerFixture broker, long physicalOffset) {
        return broker.call(
                RequestCode.VIEW_MESSAGE_BY_ID, new ViewMessageRequestHeader("T", physicalOffset));
    }

    private static List<String> bodies(BrokerFixture broker) {
        return broker.pull("T", 0, 0).messages().stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .toList();
    }
}
