package io.apogeemq.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.producer.Producer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NameServers know nothing of each other: any one of them is enough, and comes back by itself. */
class TwoNameServersIT {
    private static final Path FOLDER = Install.folderFor(TwoNameServersIT.class);
    private static final Duration LEARNS_WITHIN = Duration.ofSeconds(15);
    private static final int MESSAGES = 50;

    private static List<ServerProcess> nameServers;
    private static ServerProcess broker;
    private static String addresses;

    @BeforeAll
    static void startServers() {
        Install install = Install.shared();
        nameServers =
                List.of(
                        ServerProcess.namesrv(install, FOLDER.resolve("namesrv-1")),
                        ServerProcess.namesrv(install, FOLDER.resolve("namesrv-2")));
        addresses = nameServers.get(0).address() + ";" + nameServers.get(1).address();
        broker = ServerProcess.broker(install, FOLDER.resolve("broker-a"), addresses, Map.of());
    }

    @AfterAll
    static void stopServers() {
        broker.close();
        nameServers.forEach(ServerProcess::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nothingStopsWhenOneIsKilled(int killed) {
        try (OurClients clients = new OurClients(addresses)) {
            String topic = clients.newTopic(4);
            Producer producer = clients.producer();
            Received received = new Received();
            consume(clients, topic, received);
            Set<String> sent =
                    new HashSet<>(OurClients.send(producer, topic, 0, MESSAGES).keySet());
            received.awaitExactly(sent);

            nameServers.get(killed).kill();

            sent.addAll(OurClients.send(producer, topic, MESSAGES, 2 * MESSAGES).keySet());
            received.awaitExactly(sent);
            newClientsWork(topic, sent);
            comesBackByItself(nameServers.get(killed), topic);
        }
        assertEquals(List.of(), broker.logged("ERROR"));
    }

    private static void newClientsWork(String topic, Set<String> sent) {
        try (OurClients clients = new OurClients(addresses)) {
            Received received = new Received();
            consume(clients, topic, received);
            received.awaitExactly(sent);
            Set<String> all = new HashSet<>(sent);
            all.addAll(
                    OurClients.send(clients.producer(), topic, 2 * MESSAGES, 3 * MESSAGES)
                            .keySet());
            received.awaitExactly(all);
            // A topic that no NameServer knows yet.
            OurClients.send(clients.producer(), clients.name("auto"), 0, 4);
        }
    }

    private static void comesBackByItself(ServerProcess nameServer, String topic) {
        nameServer.start();
        long start = System.nanoTime();
        try (AdminClient admin = AdminClient.connect(nameServer.address())) {
            Deadline.await(
                    () -> admin.topics().findRoute(topic).isPresent(),
                    () -> "the restarted NameServer does not know the broker");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(LEARNS_WITHIN) < 0, "learned the broker after " + took);
    }

    private static void consume(OurClients clients, String topic, Received received) {
        clients.pushConsumer(
                clients.name("group"),
                builder ->
                        builder.subscribe(topic)
                                .listener(
                                        message -> {
                                            received.add(message);
                                            return ConsumeResult.SUCCESS;
                                        }));
    }
}
