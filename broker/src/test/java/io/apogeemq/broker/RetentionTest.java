package io.apogeemq.broker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.FrameDecoder;
import io.apogeemq.remoting.command.FrameEncoder;
import io.apogeemq.remoting.command.HeaderLayouts;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.PropertiesText;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.store.retention.RetentionConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old log files go while consumers read, and consumers of what is gone are told where to go on. */
class RetentionTest {
    private static final int MESSAGES = 110;
    private static final int BODY_BYTES = 250_000; // a log file of 8 MiB holds 33

    @TempDir Path directory;
    private BrokerFixture broker;

    @BeforeEach
    void start() {
        int otherHour = (LocalTime.now().getHour() + 12) % 24;
        broker =
                new BrokerFixture(
                        store ->
                                store.toBuilder().checkpointInterval(Duration.ofMillis(50)).build(),
                        directory,
                        "fileReservedTime=0",
                        "deleteWhen=" + otherHour,
                        "cleanResourceInterval=100",
                        "deleteCommitLogFilesInterval=0",
                        "maxTransferBytesOnMessageInMemory=16m");
        broker.createTopic("T", 1, 6);
        for (int i = 0; i < MESSAGES; i++) { // four files
            assertEquals(ResponseCode.SUCCESS, broker.send("T", 0, "", body(i)).code());
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static byte[] body(int number) {
        byte[] body = new byte[BODY_BYTES];
        new Random(number).nextBytes(body);
        return body;
    }

    @Test
    void aSlowReaderGetsWhatItAskedForWhileTheFilesGo() throws IOException {
        long filesBefore = logFiles();
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(8 * 1024);
            slow.setSoTimeout(20_000);
            String[] address = broker.address().split(":");
            slow.connect(new InetSocketAddress(address[0], Integer.parseInt(address[1])));
            ByteBuf frame = Unpooled.buffer();
            new FrameEncoder()
                    .encode(
                            RemotingCommand.request(
                                    RequestCode.PULL_MESSAGE,
                                    BrokerFixture.pullHeader("T", 0, 0, SubscriptionData.TAG, "*")),
                            frame);
            slow.getOutputStream().write(frame.array(), 0, frame.readableBytes());
            DataInputStream in = new DataInputStream(slow.getInputStream());
            int length = in.readInt(); // the answer is on its way, 8 MB of it in the log only

            long min = deleteExpired();

            assertTrue(logFiles() < filesBefore, "files are gone from the directory");
            byte[] answer = new byte[4 + length];
            ByteBuffer.wrap(answer).putInt(length);
            in.readFully(answer, 4, length);
            RemotingCommand response =
                    new FrameDecoder(answer.length, new HeaderLayouts())
                            .decode(Unpooled.wrappedBuffer(answer));
            ByteBuffer records = ByteBuffer.wrap(response.bodyBytes());
            int count = 0;
            while (records.hasRemaining()) {
                MessageExt message = RecordDecoder.decode(records);
                assertArrayEquals(body(count), message.body());
                count++;
            }
            assertEquals(32, count);
            assertTrue(min > 32, "what it read is gone for others: " + min);
        }
    }

    @Test
    void aConsumerOfWhatIsGoneIsMovedToTheFirstMessageThatIsLeft() {
        long min = deleteExpired();

        Answer tooSmall = broker.pull("T", 0, 1);

        assertEquals(ResponseCode.PULL_OFFSET_MOVED, tooSmall.code());
        assertEquals("OFFSET_TOO_SMALL", tooSmall.remark());
        assertEquals(min, tooSmall.number("nextBeginOffset"));
        long next = min;
        while (next < MESSAGES) {
            Answer found = broker.pullStored("T", 0, next);
            assertEquals(ResponseCode.SUCCESS, found.code(), found.remark());
            for (MessageExt message : found.messages()) {
                assertArrayEquals(body((int) next), message.body());
                next++;
            }
        }
        Map<String, String> rows = broker.status();
        assertEquals(
                rows.get("commitLogMinOffset"), String.valueOf(firstLogFile()), "log begins there");
        assertTrue(Long.parseLong(rows.get("earliestMessageTimeStamp")) > 0);
        assertTrue(Double.parseDouble(rows.get("commitLogDiskRatio")) >= 0);

        broker.restart();

        assertEquals(min, broker.pull("T", 0, MESSAGES).number("minOffset"));
        assertEquals(MESSAGES, broker.send("T", 0, "", body(1)).number("queueOffset"));
    }

    @Test
    void newSettingsActWithoutARestart() {
        assertEquals(
                ResponseCode.SUCCESS,
                update("deleteWhen", LocalTime.now().getHour() + ";" + nextHour()).code());

        await().atMost(30, TimeUnit.SECONDS).until(() -> minOffset() > 0);
        Answer refused = update("deleteWhen", "4;25");
        assertTrue(refused.remark().contains("'25' is none, the nearest is 23"), refused.remark());
        assertEquals(
                ResponseCode.SUCCESS,
                broker.call(RequestCode.CLEAN_EXPIRED_CONSUMEQUEUE, CommandHeader.EMPTY).code());
    }

    @Test
    void aNearlyFullDiskIsARefusalThatClientsTryAgain() {
        broker.close();
        broker =
                new BrokerFixture(
                        store ->
                                store.toBuilder()
                                        .retention(refusingAlways(store.retention()))
                                        .build(),
                        directory);

        Answer refused = broker.send("T", 0, "", body(1));

        assertEquals(ResponseCode.SERVICE_NOT_AVAILABLE, refused.code());
        assertTrue(
                refused.remark()
                        .matches(
                                "the disk of '.*' is \\d+ % full, above"
                                        + " diskSpaceWarningLevelRatio '0': .*, then messages are"
                                        + " taken again"),
                refused.remark());
        assertEquals(ResponseCode.SUCCESS, broker.pullStored("T", 0, 0).code(), "consumers go on");

        update("diskSpaceWarningLevelRatio", "90"); // and this disk has more room than that

        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> broker.send("T", 0, "", body(1)).code() == ResponseCode.SUCCESS);
    }

    private static RetentionConfig refusingAlways(RetentionConfig usual) {
        return new RetentionConfig(
                usual.fileReservedTime(),
                usual.deleteHours(),
                Duration.ofMillis(100),
                usual.cleanRatio(),
                usual.forceRatio(),
                0,
                usual.isForced(),
                usual.mostFilesPerRound(),
                usual.pauseBetweenFiles(),
                usual.reserveBytes());
    }

    private static int nextHour() {
        return (LocalTime.now().getHour() + 1) % 24;
    }

    private Answer update(String key, String value) {
        return broker.call(
                RemotingCommand.request(
                        RequestCode.UPDATE_BROKER_CONFIG,
                        CommandHeader.EMPTY,
                        PropertiesText.write(new TreeMap<>(Map.of(key, value)))));
    }

    /** Asks for it until the checkpoint covers what has to go; returns the first offset left. */
    private long deleteExpired() {
        await().atMost(30, TimeUnit.SECONDS)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .until(
                        () -> {
                            Answer answer =
                                    broker.call(
                                            RequestCode.DELETE_EXPIRED_COMMITLOG,
                                            CommandHeader.EMPTY);
                            return answer.code() == ResponseCode.SUCCESS && logFiles() == 1;
                        });
        return minOffset();
    }

    private long minOffset() {
        return broker.pull("T", 0, MESSAGES).number("minOffset");
    }

    /** Without the one that is prepared for later. */
    private long logFiles() throws IOException {
        try (Stream<Path> files = Files.list(logDir())) {
            return files.count() - 1;
        }
    }

    private long firstLogFile() {
        try (Stream<Path> files = Files.list(logDir())) {
            return files.mapToLong(file -> Long.parseLong(file.getFileName().toString()))
                    .min()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path logDir() {
        return directory.resolve("data/store/commitlog");
    }
}
