package io.apogeemq.admin;

import static io.apogeemq.admin.CommandLineRun.assertDone;
import static io.apogeemq.admin.CommandLineRun.json;
import static io.apogeemq.admin.CommandLineRun.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.consumer.PushConsumer;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.e2e.Dispatch;
import io.apogeemq.remoting.json.JsonArray;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.standalone.StandaloneServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a NameServer and a Broker in this process. */
class CommandsOverSocketsTest {
    private static final String CLUSTER = "DefaultCluster";

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
    void createsListsShowsAndDeletesATopic() {
        CommandLineRun created =
                run("updateTopic", "-c", CLUSTER, "-t", "T1", "-r", "4", "-w", "4");
        CommandLineRun routed = run("topicRoute", "-t", "T1");
        CommandLineRun table = run("topicRoute", "-t", "T1", "-l");
        CommandLineRun status = run("topicStatus", "-t", "T1");
        CommandLineRun listed = run("topicList");
        CommandLineRun deleted = run("deleteTopic", "-c", CLUSTER, "-t", "T1");

        assertDone(created);
        assertTrue(
                created.outLines()
                        .get(0)
                        .matches("create topic to 127\\.0\\.0\\.1:\\d+ success\\."),
                created.out());
        assertEquals(
                "TopicConfig [topicName=T1, readQueueNums=4, writeQueueNums=4, perm=RW-,"
                        + " topicFilterType=SINGLE_TAG, topicSysFlag=0, order=false,"
                        + " attributes={}]",
                created.outLines().get(1));
        assertDone(routed);
        JsonObject route = json(routed);
        assertEquals(
                4,
                route.arrayOrEmpty("queueDatas")
                        .toObjects(queue -> queue.requireInt("readQueueNums"))
                        .get(0));
        assertTrue(table.outLines().get(0).startsWith("#ClusterName"), table.out());
        assertTrue(table.outLines().get(1).contains("broker-a"), table.out());
        assertTrue(table.outLines().get(3).startsWith("Total:"), table.out());
        assertEquals(1 + 4 + 2, status.outLines().size(), status.out());
        assertEquals(List.of("broker-a", "0", "0", "0"), words(status.outLines().get(1)));
        assertTrue(listed.outLines().contains("T1"), listed.out());
        assertEquals(
                List.of(
                        "delete topic [T1] from cluster [DefaultCluster] success.",
                        "delete topic [T1] from NameServer success."),
                deleted.outLines());
        CommandLineRun gone = run("topicRoute", "-t", "T1");
        assertEquals(1, gone.exitCode());
        assertTrue(gone.err().contains("topic 'T1' does not exist"), gone.err());
    }

    @Test
    void letsBrokersDeleteOldFiles() {
        for (String command : List.of("deleteExpiredCommitLog", "cleanExpiredCQ")) {
            CommandLineRun everywhere = run(command);
            CommandLineRun cluster = run(command, "-c", CLUSTER);

            assertDone(everywhere);
            assertEquals("success", everywhere.out());
            assertEquals("success", cluster.out());
        }
    }

    @Test
    void fixesTheQueuesOfAnOrderedTopic() {
        CommandLineRun created =
                run("updateTopic", "-c", CLUSTER, "-t", "Ordered", "-w", "2", "-o", "true");

        assertDone(created);
        assertTrue(
                created.outLines()
                        .contains("set cluster orderConf. isOrder=true, orderConf=[broker-a:2]"),
                created.out());
    }

    @Test
    void sendsAMessageAndReadsItBack() {
        CommandServer.createTopic(server, "T2", 2);
        CommandLineRun sent =
                run(
                        "sendMessage",
                        "-t",
                        "T2",
                        "-p",
                        "häagen dazs",
                        "-k",
                        "k1 k2",
                        "-c",
                        "tagA",
                        "-b",
                        "broker-a",
                        "-i",
                        "1");
        Dispatch.await(server.nameServerAddress());
        CommandLineRun read = run("consumeMessage", "-t", "T2", "--output", "json");
        CommandLineRun text =
                run(
                        "consumeMessage",
                        "-t",
                        "T2",
                        "-b",
                        "broker-a",
                        "-i",
                        "1",
                        "-o",
                        "0",
                        "-c",
                        "5");
        CommandLineRun other = run("consumeMessage", "-t", "T2", "-b", "broker-a", "-i", "0");

        assertDone(sent);
        List<String> row = words(sent.outLines().get(1));
        assertEquals(List.of("broker-a", "1", "SEND_OK"), row.subList(0, 3));
        assertDone(read);
        JsonObject message = objects(json(read).arrayOrEmpty("messages")).get(0);
        assertEquals("häagen dazs", message.requireString("body"));
        assertEquals(row.get(3), message.requireString("msgId"));
        assertEquals(1, message.requireInt("queueId"));
        assertEquals("tagA", message.requireObject("properties").requireString("TAGS"));
        assertEquals("k1 k2", message.requireObject("properties").requireString("KEYS"));
        assertEquals("The older 5 message of the 1 queue will be provided", text.outLines().get(0));
        assertEquals("Consume ok", text.outLines().get(1));
        assertTrue(text.outLines().get(2).startsWith("MSGID: " + row.get(3)), text.out());
        assertTrue(text.outLines().get(2).endsWith(" BODY: häagen dazs"), text.out());
        assertEquals(List.of("Consume ok"), other.outLines());
    }

    @Test
    void readsASpanOfTime() {
        CommandServer.createTopic(server, "T3", 1);
        assertDone(run("sendMessage", "-t", "T3", "-p", "old"));
        Dispatch.await(server.nameServerAddress());
        CommandLineRun later = run("consumeMessage", "-t", "T3", "-s", "4102444800000");
        CommandLineRun earlier = run("consumeMessage", "-t", "T3", "-s", "0", "-e", "1");
        CommandLineRun all = run("consumeMessage", "-t", "T3", "-s", "0");

        assertEquals(1, later.outLines().size(), later.out());
        assertEquals(1, earlier.outLines().size(), earlier.out());
        assertEquals(2, all.outLines().size(), all.out());
    }

    @Test
    void refusesAQueueThatIsNotThere() {
        CommandServer.createTopic(server, "T4", 1);

        CommandLineRun sent =
                run("sendMessage", "-t", "T4", "-p", "x", "-b", "broker-a", "-i", "7");
        CommandLineRun read = run("consumeMessage", "-t", "T4", "-b", "broker-z");

        assertEquals(1, sent.exitCode());
        assertTrue(sent.err().contains("with number 7"), sent.err());
        assertEquals(1, read.exitCode());
        assertTrue(read.err().contains("'broker-z'"), read.err());
    }

    @Test
    void createsAndDeletesAGroup() {
        CommandLineRun created = run("updateSubGroup", "-c", CLUSTER, "-g", "G1", "-r", "3");
        CommandLineRun deleted = run("deleteSubGroup", "-c", CLUSTER, "-g", "G1", "-r", "true");
        CommandLineRun asJson =
                run("updateSubGroup", "-c", CLUSTER, "-g", "G2", "--output", "json");

        assertDone(created);
        assertTrue(
                created.outLines()
                        .get(0)
                        .matches("create subscription group to 127\\.0\\.0\\.1:\\d+ success\\."),
                created.out());
        assertTrue(
                created.outLines()
                        .get(1)
                        .startsWith(
                                "SubscriptionGroupConfig{groupName=G1, consumeEnable=true,"
                                        + " consumeFromMinEnable=false,"),
                created.out());
        assertTrue(created.outLines().get(1).contains("retryMaxTimes=3"), created.out());
        assertDone(deleted);
        assertTrue(
                deleted.outLines().get(0).endsWith("in cluster [DefaultCluster] success."),
                deleted.out());
        assertDone(asJson);
        assertEquals("G2", json(asJson).requireObject("group").requireString("groupName"));
        assertEquals(1, json(asJson).arrayOrEmpty("brokers").size());
    }

    @Test
    void showsTheMembersAndTheProgressOfAGroup() throws InterruptedException {
        CommandServer.createTopic(server, "T5", 2);
        assertDone(run("sendMessage", "-t", "T5", "-p", "first", "-b", "broker-a", "-i", "0"));
        CountDownLatch consumed = new CountDownLatch(1);
        try (PushConsumer consumer =
                PushConsumer.builder()
                        .nameServers(server.nameServerAddress())
                        .group("G5")
                        .subscribe("T5")
                        .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                        .listener(
                                message -> {
                                    consumed.countDown();
                                    return ConsumeResult.SUCCESS;
                                })
                        .build()) {
            assertTrue(consumed.await(20, TimeUnit.SECONDS));
            CommandLineRun members = run("consumerConnection", "-g", "G5");

            assertDone(members);
            assertTrue(members.outLines().get(0).startsWith("#ClientId"), members.out());
            assertTrue(members.outLines().get(1).startsWith(consumer.clientId()), members.out());
            assertTrue(members.outLines().contains("MessageModel: CLUSTERING"), members.out());
            assertTrue(members.out().contains("T5"), members.out());
            String ip = consumer.clientId().replaceFirst("@.*", "");
            eventually(
                    () -> {
                        CommandLineRun lag = run("consumerProgress", "-g", "G5", "-s", "true");
                        assertDone(lag);
                        assertTrue(lag.outLines().get(0).contains("#Client IP"), lag.out());
                        assertTrue(
                                lag.outLines().stream()
                                        .anyMatch(
                                                line ->
                                                        words(line).contains("T5")
                                                                && words(line).contains(ip)),
                                lag.out());
                    });
        }

        eventually(
                () -> {
                    CommandLineRun lag = run("consumerProgress", "-g", "G5", "-t", "T5");
                    assertTrue(
                            lag.outLines().contains("Consume Diff Total: 0"),
                            lag.out() + lag.err());
                });
        CommandLineRun overview = run("consumerProgress");
        assertDone(overview);
        assertTrue(
                overview.outLines().stream().anyMatch(line -> line.startsWith("G5 ")),
                overview.out());
        CommandLineRun offline = run("consumerConnection", "-g", "G5");
        assertEquals(1, offline.exitCode());
        assertTrue(offline.err().contains("no consumer of group 'G5' is connected"));
    }

    @Test
    void listsBrokersWithTheirLoad() {
        CommandLineRun list = run("clusterList");
        CommandLineRun days = run("clusterList", "-m");
        CommandLineRun asJson = run("clusterList", "-c", CLUSTER, "--output", "json");

        assertDone(list);
        assertTrue(list.outLines().get(0).startsWith("#Cluster Name"), list.out());
        List<String> row = words(list.outLines().get(1));
        assertEquals(List.of("DefaultCluster", "broker-a", "0"), row.subList(0, 3));
        assertEquals("true", row.get(row.size() - 1), list.out());
        assertTrue(days.outLines().get(0).contains("#InTotalYest"), days.out());
        assertDone(asJson);
        assertEquals(
                "broker-a",
                objects(json(asJson).arrayOrEmpty("brokers")).get(0).requireString("brokerName"));
    }

    @Test
    void showsTheStateOfABroker() {
        CommandLineRun ofCluster = run("brokerStatus", "-c", CLUSTER);
        String address = ofCluster.outLines().get(0).split(" ", 2)[0];
        CommandLineRun ofBroker = run("brokerStatus", "-b", address);

        assertDone(ofBroker);
        assertTrue(
                ofBroker.outLines().stream()
                        .anyMatch(line -> line.matches("brokerVersionDesc {15}: V5_4_0")),
                ofBroker.out());
    }

    @Test
    void namesTheClustersWhenOneIsUnknown() {
        CommandLineRun run = run("updateTopic", "-c", "Nowhere", "-t", "T9");

        assertEquals(1, run.exitCode());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().contains("they know 'DefaultCluster'"), run.err());
    }

    @Test
    void passesOnTheBrokersWordsWhenItRefuses() {
        CommandLineRun run = run("deleteTopic", "-c", CLUSTER, "-t", "TBW102");

        assertEquals(1, run.exitCode());
        assertEquals("", run.out());
        assertTrue(run.err().contains("was refused by '127.0.0.1:"), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
    }

    private static CommandLineRun run(String... args) {
        return CommandLineRun.at(server, args);
    }

    private static void eventually(ThrowingRunnable assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.toObjects(object -> object);
    }
}
