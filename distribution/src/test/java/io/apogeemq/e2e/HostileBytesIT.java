package io.apogeemq.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.SendOptions;
import io.apogeemq.common.message.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Peers that send garbage, lie about lengths, stop in the middle or never read their answers hurt only
 * themselves: while they do, an application goes on sending and consuming without one failure, the
 * servers stay up and small, and their logs stay short.
 */
class HostileBytesIT {
    private static final Path FOLDER = Install.folderFor(HostileBytesIT.class);
    private static final long SEED = 20_261_122;
    private static final long MOST_RESIDENT_BYTES = 400L << 20;
    private static final int MOST_WARNINGS = 100;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final Received received = new Received();

    private OurServers servers;
    private OurClients clients;
    private String topic;
    private Thread sender;

    @BeforeEach
    void startServersAndApplication() {
        servers = OurServers.start(Install.shared(), FOLDER, Map.of());
        clients = new OurClients(servers.nameServers());
        topic = clients.newTopic(4);
        clients.pushConsumer(
                clients.name("group"),
                builder ->
                        builder.subscribe(topic)
                                .listener(
                                        message -> {
                                            received.add(message);
                                            return ConsumeResult.SUCCESS;
                                        }));
        Producer producer = clients.producer(builder -> builder.retries(0));
        sender = new Thread(() -> send(producer), "sender");
        sender.start();
        awaitMoreMessages();
    }

    @AfterEach
    void stopEverything() throws InterruptedException {
        isStopped.set(true);
        sender.join();
        clients.close();
        servers.close();
    }

    private void send(Producer producer) {
        SendOptions patient = SendOptions.DEFAULT.withTimeout(Duration.ofSeconds(30));
        for (int number = 0; !isStopped.get(); number++) {
            try {
                producer.send(OurClients.message(topic, number), patient);
                acknowledged.add("k" + number);
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void awaitMoreMessages() {
        int before = acknowledged.size();
        Deadline.await(
                () -> acknowledged.size() >= before + 50 || !failures.isEmpty(),
                () -> "only " + (acknowledged.size() - before) + " more messages acknowledged");
    }

    @Test
    void wrongBytesHurtNobodyElse() {
        try (HostilePeer atNamesrv = new HostilePeer(servers.namesrv().port(), SEED);
                HostilePeer atBroker = new HostilePeer(servers.broker().port(), SEED)) {
            for (HostilePeer peer : List.of(atNamesrv, atBroker)) {
                peer.sendGarbage(200);
                awaitMoreMessages();
                peer.sendHalfFrames(200);
                awaitMoreMessages();
                peer.sendWrongLengths();
                awaitMoreMessages();
                peer.sendWrongHeaders();
                awaitMoreMessages();
            }
        }

        expectThatNobodyNoticed();
    }

    @Test
    void readersThatNeverReadHurtNobodyElse() {
        String large = clients.name("large");
        Producer producer = clients.producer();
        for (int i = 0; i < 40; i++) {
            producer.send(
                    Message.builder(large).body(new byte[32 << 10]).build(),
                    SendOptions.DEFAULT.withSelector((queues, m) -> queues.get(0)));
        }
        Duration time = Duration.ofSeconds(1);
        try (HostilePeer atNamesrv = new HostilePeer(servers.namesrv().port(), SEED);
                HostilePeer atBroker = new HostilePeer(servers.broker().port(), SEED)) {
            for (int connection = 0; connection < 3; connection++) {
                atNamesrv.askWithoutReading(
                        "{\"code\":105,\"opaque\":1,\"flag\":0,\"language\":\"JAVA\","
                                + "\"version\":493,\"extFields\":{\"topic\":\""
                                + topic
                                + "\"}}",
                        time);
                int asked =
                        atBroker.askWithoutReading(
                                "{\"code\":11,\"opaque\":1,\"flag\":0,\"language\":\"JAVA\","
                                        + "\"version\":493,\"extFields\":{\"consumerGroup\":\"g\","
                                        + "\"topic\":\""
                                        + large
                                        + "\",\"queueId\":\"0\",\"queueOffset\":\"0\","
                                        + "\"maxMsgNums\":\"32\",\"sysFlag\":\"4\","
                                        + "\"commitOffset\":\"0\",\"suspendTimeoutMillis\":\"0\","
                                        + "\"subscription\":\"*\",\"subVersion\":\"0\","
                                        + "\"expressionType\":\"TAG\"}}",
                                time);
                assertTrue(asked > 100, "only " + asked + " questions were taken");
                awaitMoreMessages();
            }

            expectThatNobodyNoticed();
        }
    }

    private void expectThatNobodyNoticed() {
        awaitMoreMessages();
        assertEquals(Set.of(), failures);
        received.awaitAll(Set.copyOf(acknowledged));
        for (ServerProcess server : List.of(servers.namesrv(), servers.broker())) {
            assertTrue(server.process().isAlive(), () -> server.process().toString());
            assertEquals(List.of(), server.logged("ERROR"));
            List<String> warnings = server.logged("WARN");
            assertTrue(
                    warnings.size() <= MOST_WARNINGS,
                    () -> warnings.size() + " warnings: " + warnings.subList(0, MOST_WARNINGS));
            assertTrue(
                    server.residentBytes() <= MOST_RESIDENT_BYTES,
                    () -> "resident bytes: " + server.residentBytes());
            assertEquals(List.of(), server.process().err());
        }
    }
}
