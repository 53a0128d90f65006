package io.apogeemq.admin;

import static io.apogeemq.admin.CommandLineRun.assertDone;
import static io.apogeemq.admin.CommandLineRun.json;
import static io.apogeemq.admin.CommandLineRun.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.consumer.FilterExpression;
import io.apogeemq.client.consumer.PushConsumer;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.message.MessageId;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import io.apogeemq.standalone.StandaloneServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that find single messages, against a NameServer and a Broker in this process. */
class QueryMessageCommandsTest {
    @TempDir static Path home;
    private static StandaloneServer server;

    @BeforeAll
    static void startServers() {
        server = CommandServer.start(home);
    }

    @AfterAll
    static void stopServers() {
        server.close();
    }

    @Test
    void showsAMessageByBothOfItsIds() {
        createTopic("ById");
        JsonObject sent = send("ById", "häagen dazs", "-k", "k1 k2", "-c", "tagA");
        String offsetId = sent.requireString("offsetMsgId");
        String ownId = sent.requireString("msgId");

        CommandLineRun byPlace = run("queryMsgById", "-t", "ById", "-i", offsetId);
        CommandLineRun byOwnId = awaitDone("queryMsgById", "-t", "ById", "-i", ownId);
        CommandLineRun unique = run("queryMsgByUniqueKey", "-t", "ById", "-i", ownId);
        CommandLineRun both =
                run(
                        "queryMsgById",
                        "-t",
                        "ById",
                        "-i",
                        ownId + ", " + offsetId.toLowerCase(Locale.ROOT),
                        "--output",
                        "json");

        assertDone(byPlace);
        List<String> lines = byPlace.outLines();
        assertEquals("OffsetID:            " + offsetId, lines.get(0));
        assertEquals("Topic:               ById", lines.get(1));
        assertEquals("Tags:                [tagA]", lines.get(2));
        assertEquals("Keys:                [k1 k2]", lines.get(3));
        assertEquals("Queue ID:            0", lines.get(4));
        assertEquals("Queue Offset:        0", lines.get(5));
        assertTrue(lines.get(6).matches("CommitLog Offset: {4}\\d+"), lines.get(6));
        assertEquals("Reconsume Times:     0", lines.get(7));
        assertTrue(lines.get(8).matches("Born Timestamp: {6}\\d{4}-.*,\\d{3}"), lines.get(8));
        assertTrue(lines.get(9).matches("Store Timestamp: {5}\\d{4}-.*,\\d{3}"), lines.get(9));
        assertTrue(lines.get(10).matches("Born Host: {11}127\\.0\\.0\\.1:\\d+"), lines.get(10));
        assertTrue(lines.get(11).matches("Store Host: {10}127\\.0\\.0\\.1:\\d+"), lines.get(11));
        assertEquals("System Flag:         0", lines.get(12));
        assertTrue(lines.get(13).startsWith("Properties:          {"), lines.get(13));
        assertTrue(lines.get(13).contains("UNIQ_KEY=" + ownId), lines.get(13));
        assertEquals("Message Body:        häagen dazs", lines.get(14));
        assertEquals(List.of("", "", "WARN: No Consumer"), lines.subList(15, 18));
        assertEquals(lines, byOwnId.outLines());
        assertEquals(lines.subList(1, lines.size()), unique.outLines());
        assertDone(both);
        List<JsonObject> messages = messages(both);
        assertEquals(List.of(ownId, ownId), texts(messages, "msgId"));
        assertEquals("häagen dazs", messages.get(0).requireString("body"));
        assertEquals(List.of("broker-a", "broker-a"), texts(messages, "brokerName"));
    }

    @Test
    void saysThatNoMessageIsAtThatPlace() {
        createTopic("Wrong");
        MessageId real = MessageId.parse(send("Wrong", "x").requireString("offsetMsgId"));
        MessageId wrong = new MessageId(real.address(), real.port(), real.physicalOffset() + 7);

        CommandLineRun run = run("queryMsgById", "-t", "Wrong", "-i", wrong.text());
        CommandLineRun elsewhere = run("queryMsgById", "-t", "Nowhere", "-i", real.text());

        assertFailed(run, "'" + wrong + "'");
        assertTrue(run.err().contains("the id is wrong, or the message was deleted"), run.err());
        assertFailed(elsewhere, "topic 'Nowhere' does not exist");
    }

    @Test
    void saysWhichTopicTheMessageReallyBelongsTo() {
        createTopic("Mine");
        createTopic("Yours");
        String id = send("Yours", "x").requireString("offsetMsgId");

        CommandLineRun run = run("queryMsgById", "-t", "Mine", "-i", id);

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.outLines().get(1).endsWith(" Yours"), run.out());
        assertTrue(run.err().contains("belongs to topic 'Yours', not to 'Mine'"), run.err());
    }

    @Test
    void namesTheBrokerInTheIdThatDoesNotAnswer() {
        createTopic("Gone");
        MessageId real = MessageId.parse(send("Gone", "x").requireString("offsetMsgId"));
        MessageId gone = new MessageId(real.address(), 1, real.physicalOffset());

        CommandLineRun run = run("queryMsgById", "-t", "Gone", "-i", gone.text());

        assertFailed(run, "127.0.0.1:1");
    }

    @Test
    void listsTheNewestMessagesWithAKeyAsTheyWereStored() {
        createTopic("ByKey");
        List<String> ids =
                List.of(
                        send("ByKey", "one", "-k", "k line-1").requireString("msgId"),
                        send("ByKey", "two", "-k", "k").requireString("msgId"),
                        send("ByKey", "three", "-k", "k").requireString("msgId"),
                        send("ByKey", "four", "-k", "last").requireString("msgId"));
        awaitDone("queryMsgByKey", "-t", "ByKey", "-k", "last");

        CommandLineRun all = run("queryMsgByKey", "-t", "ByKey", "-k", "k");
        CommandLineRun newest =
                run("queryMsgByKey", "-t", "ByKey", "-k", "k", "-m", "2", "--output", "json");
        CommandLineRun second = run("queryMsgByKey", "-t", "ByKey", "-k", "line-1");

        assertDone(all);
        assertEquals(
                List.of("#Message", "ID", "#QID", "#Offset", "#IndexKey"),
                words(all.outLines().get(0)));
        assertEquals(List.of(ids.get(0), "0", "0", "k"), words(all.outLines().get(1)));
        assertEquals(List.of(ids.get(1), "0", "1", "k"), words(all.outLines().get(2)));
        assertEquals(List.of(ids.get(2), "0", "2", "k"), words(all.outLines().get(3)));
        assertEquals(4, all.outLines().size());
        assertDone(newest);
        assertEquals(List.of("two", "three"), texts(messages(newest), "body"));
        assertEquals(2, second.outLines().size(), second.out());
    }

    @Test
    void searchesASpanOfTime() {
        createTopic("InTime");
        send("InTime", "x", "-k", "k");
        awaitDone("queryMsgByKey", "-t", "InTime", "-k", "k");

        CommandLineRun until = run("queryMsgByKey", "-t", "InTime", "-k", "k", "-e", "1");
        CommandLineRun since =
                run("queryMsgByKey", "-t", "InTime", "-k", "k", "-b", "4102444800000");
        CommandLineRun within =
                run("queryMsgByKey", "-t", "InTime", "-k", "k", "-b", "1", "-e", "4102444800000");
        CommandLineRun wrong = run("queryMsgByKey", "-t", "InTime", "-k", "k", "-b", "soon");

        assertFailed(until, "no message with the key 'k' was found in topic 'InTime'");
        assertFailed(since, "look at the spelling and the span of time");
        assertDone(within);
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("--beginTimestamp 'soon'"), wrong.err());
    }

    @Test
    void warnsThatThereMayBeMoreThanABrokerGives() {
        createTopic("Many");
        try (AdminClient admin = AdminClient.connect(server.nameServerAddress())) {
            for (int i = 0; i < 65; i++) {
                sendWith(admin, "Many", "KEYS\u0001k" + "\u0002UNIQ_KEY\u0001ID" + i + "\u0002");
            }
        }
        awaitDone("queryMsgByUniqueKey", "-t", "Many", "-i", "ID64");

        CommandLineRun usual = run("queryMsgByKey", "-t", "Many", "-k", "k");
        CommandLineRun all = run("queryMsgByKey", "-t", "Many", "-k", "k", "-m", "1000");

        assertDone(usual);
        assertEquals(65, usual.outLines().size());
        assertEquals(0, all.exitCode());
        assertEquals(usual.out(), all.out());
        assertTrue(all.err().contains("there may be more"), all.err());
    }

    @Test
    void showsAMessageThatWasSentTwice() {
        createTopic("Twice");
        try (AdminClient admin = AdminClient.connect(server.nameServerAddress())) {
            sendWith(admin, "Twice", "UNIQ_KEY\u0001SAME\u0002");
            sendWith(admin, "Twice", "UNIQ_KEY\u0001SAME\u0002");
            sendWith(admin, "Twice", "UNIQ_KEY\u0001OTHER\u0002");
        }
        awaitDone("queryMsgByUniqueKey", "-t", "Twice", "-i", "OTHER");

        CommandLineRun newest =
                run("queryMsgByUniqueKey", "-t", "Twice", "-i", "SAME", "--output", "json");
        CommandLineRun all =
                run("queryMsgByUniqueKey", "-t", "Twice", "-i", "SAME", "-a", "--output", "json");
        CommandLineRun none = run("queryMsgByUniqueKey", "-t", "Twice", "-i", "SAMETOO");

        assertEquals(List.of(1), offsets(newest));
        assertEquals(List.of(1, 0), offsets(all));
        assertFailed(none, "no message with the id 'SAMETOO' was found in topic 'Twice'");
    }

    @Test
    void passesOnThatABrokerFindsNothingByTag() {
        createTopic("ByTag");

        CommandLineRun tag = run("queryMsgByKey", "-t", "ByTag", "-k", "tagA", "-p", "T");
        CommandLineRun other = run("queryMsgByKey", "-t", "ByTag", "-k", "tagA", "-p", "X");

        assertFailed(tag, "can't be queried by tag here");
        assertEquals(2, other.exitCode());
        assertTrue(other.err().contains("--keyType 'X' must be K, a key, or T, a tag"));
    }

    @Test
    void tellsWhatGroupsMadeOfAMessage() {
        createTopic("Tracked");
        String id = send("Tracked", "x", "-c", "tagA").requireString("offsetMsgId");

        try (PushConsumer everything = consumer("Everything", "*");
                PushConsumer others = consumer("Others", "tagB")) {
            awaitTrack(id, "Everything", "CONSUMED");
            awaitTrack(id, "Others", "CONSUMED_BUT_FILTERED");
            CommandLineRun asJson =
                    run("queryMsgById", "-t", "Tracked", "-i", id, "--output", "json");
            assertEquals(
                    List.of("Everything", "Others"),
                    texts(
                            messages(asJson).get(0).arrayOrEmpty("tracks").toObjects(it -> it),
                            "consumerGroup"));
            assertFalse(everything.clientId().equals(others.clientId()));
        }

        awaitTrack(id, "Everything", "NOT_ONLINE");
    }

    @Test
    void letsAClientConsumeAMessageAgain() {
        createTopic("Again");
        JsonObject sent = send("Again", "fine");
        String id = sent.requireString("offsetMsgId");
        String poison = send("Again", "poison").requireString("offsetMsgId");
        List<String> consumed = new CopyOnWriteArrayList<>();
        AtomicBoolean isAngry = new AtomicBoolean();

        try (PushConsumer consumer =
                PushConsumer.builder()
                        .nameServers(server.nameServerAddress())
                        .group("Repeaters")
                        .subscribe("Again")
                        .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                        .listener(
                                message -> {
                                    String body =
                                            new String(message.body(), StandardCharsets.UTF_8);
                                    consumed.add(body);
                                    if (isAngry.get() && body.equals("poison")) {
                                        throw new IllegalStateException("as scripted");
                                    }
                                    return ConsumeResult.SUCCESS;
                                })
                        .build()) {
            String client = consumer.clientId();
            Awaitility.await().until(() -> consumed.size() == 2);
            isAngry.set(true);
            CommandLineRun byPlace =
                    run("queryMsgById", "-t", "Again", "-i", id, "-g", "Repeaters", "-d", client);
            CommandLineRun byId =
                    awaitDone(
                            "queryMsgByUniqueKey",
                            "-t",
                            "Again",
                            "-i",
                            sent.requireString("msgId"),
                            "-g",
                            "Repeaters",
                            "-d",
                            client);
            CommandLineRun thrown =
                    run(
                            "queryMsgById",
                            "-t",
                            "Again",
                            "-i",
                            poison,
                            "-g",
                            "Repeaters",
                            "-d",
                            client);

            assertDone(byPlace);
            assertTrue(
                    byPlace.out()
                            .matches(
                                    "ConsumeMessageDirectlyResult \\[order=false, autoCommit=true,"
                                            + " consumeResult=CR_SUCCESS, remark=null,"
                                            + " spentTimeMills=\\d+]\\R"),
                    byPlace.out());
            assertTrue(byId.out().contains("consumeResult=CR_SUCCESS"), byId.out());
            assertEquals(1, thrown.exitCode());
            assertTrue(thrown.out().contains("as scripted"), thrown.out());
            assertTrue(thrown.err().contains("with CR_THROW_EXCEPTION"), thrown.err());
            assertEquals(2, Collections.frequency(consumed, "poison"));
            assertTrue(Collections.frequency(consumed, "fine") >= 3, consumed.toString());
        }

        CommandLineRun gone =
                run("queryMsgById", "-t", "Again", "-i", id, "-g", "Repeaters", "-d", "nobody");
        CommandLineRun half = run("queryMsgById", "-t", "Again", "-i", id, "-g", "Repeaters");
        assertFailed(gone, "The Consumer <Repeaters> <nobody> not online");
        assertEquals(2, half.exitCode());
        assertTrue(half.err().contains("--consumerGroup and --clientId belong together"));
    }

    private static PushConsumer consumer(String group, String tags) {
        return PushConsumer.builder()
                .nameServers(server.nameServerAddress())
                .group(group)
                .subscribe("Tracked", FilterExpression.tags(tags))
                .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                .listener(message -> ConsumeResult.SUCCESS)
                .build();
    }

    private static void awaitTrack(String id, String group, String outcome) {
        String line =
                "MessageTrack [consumerGroup="
                        + group
                        + ", trackType="
                        + outcome
                        + ", exceptionDesc=null]";
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            CommandLineRun run = run("queryMsgById", "-t", "Tracked", "-i", id);
                            assertTrue(run.outLines().contains(line), run.out() + run.err());
                        });
    }

    private static void createTopic(String topic) {
        CommandServer.createTopic(server, topic, 1);
    }

    private static JsonObject send(String topic, String body, String... options) {
        List<String> words = new ArrayList<>();
        words.addAll(List.of("sendMessage", "-t", topic, "-p", body, "--output", "json"));
        words.addAll(List.of(options));
        CommandLineRun sent = run(words.toArray(String[]::new));
        assertDone(sent);
        return json(sent);
    }

    /** Sends as no client does, with properties of the test's choice. */
    private static void sendWith(AdminClient admin, String topic, String properties) {
        SendMessageRequestHeader header =
                new SendMessageRequestHeader(
                        "PG",
                        topic,
                        "TBW102",
                        4,
                        0,
                        0,
                        System.currentTimeMillis(),
                        0,
                        0,
                        false,
                        SendMessageRequestHeader.NO_LIMIT,
                        false,
                        "broker-a");
        try {
            RemotingCommand response =
                    admin.connections()
                            .call(
                                    admin.cluster().masters().get(0).address(),
                                    RemotingCommand.request(
                                            RequestCode.SEND_MESSAGE_V2,
                                            header.asV2(properties),
                                            "x".getBytes(StandardCharsets.UTF_8)),
                                    Duration.ofSeconds(10))
                            .get(10, TimeUnit.SECONDS);
            assertEquals(ResponseCode.SUCCESS, response.code(), response.remark());
            response.release();
        } catch (Exception e) {
            throw new AssertionError("not sent", e);
        }
    }

    /** Runs a query until the index has the message. */
    private static CommandLineRun awaitDone(String... args) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> run(args), it -> it.exitCode() == 0);
    }

    private static CommandLineRun run(String... args) {
        return CommandLineRun.at(server, args);
    }

    private static void assertFailed(CommandLineRun run, String reason) {
        assertEquals(1, run.exitCode(), run.out());
        assertEquals("", run.out());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().contains(reason), run.err());
    }

    private static List<JsonObject> messages(CommandLineRun run) {
        assertDone(run);
        return json(run).arrayOrEmpty("messages").toObjects(it -> it);
    }

    private static List<Integer> offsets(CommandLineRun run) {
        return messages(run).stream().map(it -> it.requireInt("queueOffset")).toList();
    }

    private static List<String> texts(List<JsonObject> objects, String member) {
        return objects.stream().map(it -> it.requireString(member)).toList();
    }
}
