package io.apogeemq.broker.send;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.broker.BrokerFixture;
import io.apogeemq.broker.BrokerFixture.Answer;
import io.apogeemq.common.message.BatchEncoder;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import io.apogeemq.remoting.protocol.topic.GetTopicConfigRequestHeader;
import io.apogeemq.remoting.protocol.topic.TopicConfigJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages after they were taken: batches, new topics, restarts, the disk. */
class StoredMessagesTest {
    @TempDir Path directory;

    @Test
    void storesABatchAsMessagesInARow() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("B", 1, 6);
            broker.send("B", 0);
            byte[] batch =
                    BatchEncoder.encode(List.of(message("b0"), message("b1"), message("b2")));

            Answer answer =
                    BrokerFixture.get(broker.sendAsync(batchTo("B"), "UNIQ_KEY\1all\2", batch));

            assertEquals(ResponseCode.SUCCESS, answer.code());
            assertEquals(1, answer.number("queueOffset"));
            assertEquals("all", answer.fields().get("transactionId"));
            assertEquals(3, answer.fields().get("msgId").split(",").length);
            List<MessageExt> stored = pull(broker, "B", 0, 1, 3);
            assertEquals(List.of("b0", "b1", "b2"), bodies(stored));
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        answer.fields().get("msgId").split(",")[i], stored.get(i).offsetMsgId());
            }
        }
    }

    @Test
    void givesLargeMessagesAsTheyWereSent() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("Large", 1, 6);
            Random random = new Random(42);
            List<byte[]> sent = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                byte[] body = new byte[1 + random.nextInt(120_000)];
                random.nextBytes(body);
                sent.add(body);
                broker.send("Large", 0, "", body);
            }

            for (int round = 0; round < 3; round++) {
                List<MessageExt> stored = pull(broker, "Large", 0, 0, sent.size());
                for (int i = 0; i < sent.size(); i++) {
                    assertArrayEquals(sent.get(i), stored.get(i).body());
                }
            }
        }
    }

    @Test
    void refusesABatchWithAMessageThatItCannotStoreAndStoresNothing() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("B", 1, 6);
            List<byte[]> bad = new ArrayList<>();
            bad.add(batchOf("ok", "", "ok", "INNER_NUM\1x\2INNER_BASE\1" + "0\2"));
            bad.add(batchOf("ok", "", "ok", "DELAY\1" + "3\2"));
            bad.add(batchOf("ok", "", "ok", "TRAN_MSG\1true\2"));
            bad.add(batchOf("ok", "", "", ""));
            bad.add(new byte[] {0, 0, 0, 1});
            bad.add(
                    new byte[] {
                        0x7F, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0
                    });

            for (byte[] batch : bad) {
                Answer answer = BrokerFixture.get(broker.sendAsync(batchTo("B"), "", batch));
                assertEquals(ResponseCode.MESSAGE_ILLEGAL, answer.code(), answer.remark());
            }

            assertEquals(0, broker.send("B", 0).number("queueOffset"));
        }
    }

    @Test
    void createsATopicOnceHoweverManySendToItAtTheSameTime() throws Exception {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            List<CompletableFuture<Answer>> sends = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sends.add(
                        broker.sendAsync(
                                BrokerFixture.sendHeader("Fresh", i % 4), "", new byte[] {1}));
            }

            Set<String> places = new HashSet<>();
            for (CompletableFuture<Answer> send : sends) {
                Answer answer = send.get(20, SECONDS);
                assertEquals(ResponseCode.SUCCESS, answer.code(), answer.remark());
                places.add(
                        answer.fields().get("queueId") + "/" + answer.fields().get("queueOffset"));
            }

            assertEquals(50, places.size());
            var topic =
                    TopicConfigJson.fromJson(
                            broker.call(
                                            RequestCode.GET_TOPIC_CONFIG,
                                            new GetTopicConfigRequestHeader("Fresh", false))
                                    .body());
            assertEquals(4, topic.writeQueueNums());
            assertEquals(4, topic.readQueueNums());
            assertEquals(6, topic.perm());
        }
    }

    @Test
    void createsNoTopicWhenThatIsSwitchedOff() {
        try (BrokerFixture broker = new BrokerFixture(directory, "autoCreateTopicEnable=false")) {
            assertEquals(ResponseCode.TOPIC_NOT_EXIST, broker.send("Fresh", 0).code());
        }
    }

    @Test
    void refusesEverySendWhileTheBrokerHasNoWritePermission() {
        try (BrokerFixture broker = new BrokerFixture(directory, "brokerPermission=4")) {
            broker.createTopic("T", 1, 6);

            Answer answer = broker.send("T", 0);

            assertEquals(ResponseCode.NO_PERMISSION, answer.code());
            assertTrue(answer.remark().startsWith("the broker[127.0.0.1:"), answer.remark());
        }
    }

    @Test
    void keepsTopicsAndMessagesOverARestart() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("Kept", 3, 6);
            broker.send("Kept", 2, "TAGS\1a\2", "first".getBytes(StandardCharsets.UTF_8));

            broker.restart();

            assertEquals(1, broker.send("Kept", 2, "", new byte[] {2}).number("queueOffset"));
            List<MessageExt> stored = pull(broker, "Kept", 2, 0, 2);
            assertEquals("first", new String(stored.get(0).body(), StandardCharsets.UTF_8));
            assertEquals("a", stored.get(0).tags().orElseThrow());
        }
    }

    @Test
    void acknowledgesUnderSyncFlushAndShowsWhatItAcknowledged() throws Exception {
        try (BrokerFixture broker = new BrokerFixture(directory, "flushDiskType=SYNC_FLUSH")) {
            broker.createTopic("S", 1, 6);
            List<CompletableFuture<Answer>> sends = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String wait = i % 2 == 0 ? "" : "WAIT\1false\2";
                sends.add(
                        broker.sendAsync(
                                BrokerFixture.sendHeader("S", 0), wait, new byte[] {1, 2, 3}));
            }

            for (CompletableFuture<Answer> send : sends) {
                assertEquals(ResponseCode.SUCCESS, send.get(20, SECONDS).code());
            }

            assertEquals(200, pull(broker, "S", 0, 0, 200).size());
        }
    }

    @Test
    void countsWhatWasSentForTheTopicsStatistics() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("Stat", 2, 6);
            broker.send("Stat", 1);
            broker.awaitVisible("Stat", 1, 1);

            Answer answer =
                    broker.call(RequestCode.GET_TOPIC_STATS_INFO, out -> out.put("topic", "Stat"));

            String body = new String(answer.body(), StandardCharsets.UTF_8);
            assertTrue(
                    body.startsWith(
                            "{\"offsetTable\":{{\"brokerName\":\"brk-a\",\"queueId\":0,\"topic\":"
                                    + "\"Stat\"}:{\"lastUpdateTimestamp\":0,\"maxOffset\":0,"
                                    + "\"minOffset\":0}"),
                    body);
            assertTrue(body.contains("\"maxOffset\":1"), body);
        }
    }

    private static List<MessageExt> pull(
            BrokerFixture broker, String topic, int queueId, long from, int count) {
        List<MessageExt> all = new ArrayList<>();
        while (all.size() < count) {
            Answer answer = broker.pullStored(topic, queueId, from + all.size());
            assertEquals(ResponseCode.SUCCESS, answer.code(), answer.remark());
            all.addAll(answer.messages());
        }
        return all;
    }

    private static List<String> bodies(List<MessageExt> messages) {
        return messages.stream()
                .map(message -> new String(message.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Message message(String body) {
        return Message.builder("B").body(body.getBytes(StandardCharsets.UTF_8)).build();
    }

    private static SendMessageRequestHeader batchTo(String topic) {
        return new SendMessageRequestHeader(
                "PG", topic, "TBW102", 4, 0, 0, 1_000, 0, 0, false, -1, true, "brk-a");
    }

    /** A batch of two messages: bodies and properties. */
    private static byte[] batchOf(String body1, String props1, String body2, String props2) {
        ByteBuffer out = ByteBuffer.allocate(1024);
        for (String[] each : new String[][] {{body1, props1}, {body2, props2}}) {
            byte[] body = each[0].getBytes(StandardCharsets.UTF_8);
            byte[] properties = each[1].getBytes(StandardCharsets.UTF_8);
            out.putInt(22 + body.length + properties.length).putInt(0).putInt(0).putInt(0);
            out.putInt(body.length).put(body).putShort((short) properties.length).put(properties);
        }
        byte[] batch = new byte[out.position()];
        out.flip().get(batch);
        return batch;
    }

    @Test
    void answersTheRecordedSendsAndPullsOfThePeersClients() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            broker.createTopic("GoldenTopicJ5", 2, 6);
            broker.createTopic("GoldenTopicB5", 2, 6);
            broker.createTopic("GoldenTopicJ4", 2, 6);
            for (String name :
                    List.of(
                            "002-j540-send-v2-sync",
                            "004-j540-send-v2-compressed",
                            "007-j540-send-batch",
                            "022-b540-send-v2-sync",
                            "024-b540-send-batch",
                            "036-j498-send-v2-sync",
                            "037-j498-send-v2-compressed",
                            "039-j498-send-batch",
                            "083-raw-send-v1",
                            "049-j540-send-trace")) {
                GoldenReply golden = GoldenReply.read(name);

                GoldenReply ours = golden.replay(broker.address());

                assertEquals(golden.code(), ours.code(), name);
                assertEquals(golden.fieldNames(), ours.fieldNames(), name);
            }
            for (String name :
                    List.of("055-j540-pull-with-subscription", "053-j540-pull-offset-moved")) {
                GoldenReply golden = GoldenReply.read(name);

                GoldenReply ours = golden.replay(broker.address());

                assertEquals(golden.fieldNames(), ours.fieldNames(), name);
            }
        }
    }

    @Test
    void refusesTheRecordedDelayedAndHalfMessages() {
        try (BrokerFixture broker = new BrokerFixture(directory)) {
            for (String name :
                    List.of(
                            "005-j540-send-v2-delay-level",
                            "006-j540-send-v2-half",
                            "038-j498-send-v2-half",
                            "047-j540-send-timer-ms")) {
                assertEquals(
                        ResponseCode.MESSAGE_ILLEGAL,
                        GoldenReply.read(name).replay(broker.address()).code(),
                        name);
            }
            assertEquals(
                    RemotingCommand.VERSION, GoldenReply.read("002-j540-send-v2-sync").version());
        }
    }
}
