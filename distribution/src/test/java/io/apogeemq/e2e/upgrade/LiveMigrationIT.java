package io.apogeemq.e2e.upgrade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.client.consumer.FilterExpression;
import io.apogeemq.client.consumer.PullConsumer;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.e2e.ApacheBroker;
import io.apogeemq.e2e.Deadline;
import io.apogeemq.e2e.Install;
import io.apogeemq.e2e.OurClients;
import io.apogeemq.e2e.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One store directory goes from our broker to Apache's and back, twice, while messages of every shape
 * are added on both sides. Whoever has it serves what was there before: every message, byte for byte,
 * at its queue offset, with its tags, and the groups stand where they stood.
 */
class LiveMigrationIT {
    private static final int FIRST_JAVA_ON_WHICH_THE_PEER_CANNOT_RESTART = 25;
    private static final String BROKER_NAME = "broker-a";
    private static final String GROUP = "migrating-group";
    private static final Path FOLDER = Install.folderFor(LiveMigrationIT.class);

    /** Small files: the log and the queues roll over many times. */
    private static final Map<String, String> SIZES =
            Map.of(
                    "mappedFileSizeCommitLog", Integer.toString(256 << 10),
                    "mappedFileSizeConsumeQueue", "2000",
                    "maxMessageSize", Integer.toString(64 << 10));

    private static Install install;

    /** How a broker ends before the other one takes over. */
    enum End {
        STOPPED,
        KILLED
    }

    @BeforeAll
    static void unpack() {
        install = Install.shared();
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void eachBrokerServesWhatTheOtherHasWritten(End end) throws Exception {
        assumeTrue(
                Runtime.version().feature() < FIRST_JAVA_ON_WHICH_THE_PEER_CANNOT_RESTART,
                "Apache's broker can't open a store for the second time on this Java");
        Path folder = FOLDER.resolve(end.name());
        Path store = folder.resolve(BROKER_NAME).resolve("store");
        OddRecords.write(store);
        try (ServerProcess namesrv = ServerProcess.namesrv(install, folder.resolve("namesrv"));
                ServerProcess ours =
                        ServerProcess.broker(
                                install, folder.resolve(BROKER_NAME), namesrv.address(), SIZES);
                ApacheBroker theirs =
                        new ApacheBroker(
                                folder.resolve("apache"),
                                namesrv.address(),
                                apacheSettings(store))) {
            Migration migration = new Migration(namesrv.address());
            migration.createTopics(ours.address());
            migration.add("ours-1");
            migration.commitProgress();
            awaitWritten(store.resolve("config/consumerOffset.json"), GROUP);
            migration.remember();

            for (int round = 0; round < 2; round++) {
                if (end == End.STOPPED) {
                    ours.stop();
                } else {
                    ours.kill();
                }
                theirs.start();
                migration.expectAsRemembered();
                migration.add("theirs-" + round);
                migration.remember();

                if (end == End.STOPPED) {
                    theirs.stop();
                } else {
                    theirs.kill();
                }
                ours.start();
                migration.awaitRegistered(ours.address());
                migration.expectAsRemembered();
                migration.add("ours-again-" + round);
                migration.remember();
            }
            assertEquals(List.of(), ours.logged("ERROR"));
        }
    }

    /** Offsets are written every five seconds; a kill before that takes them back. */
    private static void awaitWritten(Path file, String word) {
        Deadline.await(
                () -> {
                    try {
                        return Files.exists(file) && Files.readString(file).contains(word);
                    } catch (IOException e) {
                        return false; // it is being replaced
                    }
                },
                () -> "no '" + word + "' in " + file);
    }

    private static Map<String, String> apacheSettings(Path store) {
        Map<String, String> settings = new HashMap<>(SIZES);
        settings.put("brokerName", BROKER_NAME);
        settings.put("storePathRootDir", store.toString());
        return settings;
    }

    /** What is in the store as far as the test knows, and how it grows. */
    private static final class Migration {
        private static final String PLAIN = "Plain";
        private static final String BATCHES = "Batches";
        private static final String LARGE = "Large-Topic_1";
        private static final List<String> TOPICS = List.of(PLAIN, BATCHES, LARGE, OddRecords.TOPIC);

        private final String nameServers;
        private SortedMap<MessageQueue, List<MessageExt>> remembered;
        private Map<MessageQueue, Long> progress;
        private int sent;

        Migration(String nameServers) {
            this.nameServers = nameServers;
        }

        void awaitRegistered(String broker) {
            try (AdminClient admin = AdminClient.connect(nameServers)) {
                Deadline.await(
                        () -> admin.cluster().brokerAt(broker).isPresent(),
                        () -> "not registered: " + broker);
            }
        }

        void createTopics(String broker) {
            awaitRegistered(broker);
            try (AdminClient admin = AdminClient.connect(nameServers)) {
                for (String topic : TOPICS) {
                    admin.topics()
                            .update(
                                    broker,
                                    TopicConfig.of(topic, 3, 3, QueuePermission.READ_WRITE));
                }
            }
        }

        void add(String word) {
            try (OurClients clients = new OurClients(nameServers)) {
                Producer producer = clients.producer();
                for (int i = 0; i < 200; i++) {
                    Message.Builder message =
                            Message.builder(PLAIN)
                                    .keys(word + i, "shared")
                                    .flag(i)
                                    .property("grüße", "wert " + i)
                                    .body(word + " body " + i);
                    producer.send((i % 3 == 0 ? message : message.tags("T" + i % 3)).build());
                }
                for (int i = 0; i < 20; i++) {
                    List<Message> batch = new ArrayList<>();
                    for (int k = 0; k < 10; k++) {
                        batch.add(OurClients.message(BATCHES, i * 10 + k));
                    }
                    producer.send(batch);
                    producer.send(
                            Message.builder(LARGE).tags("T1").body(new byte[i * 3000 + 1]).build());
                }
                sent += 200 + 20 * (10 + 1);
            }
        }

        void commitProgress() {
            try (OurClients clients = new OurClients(nameServers)) {
                PullConsumer consumer = clients.pullConsumer(GROUP, builder -> builder);
                progress = new HashMap<>();
                List<MessageQueue> queues = consumer.queuesOf(PLAIN);
                consumer.assign(queues);
                for (MessageQueue queue : queues) {
                    progress.put(queue, 17L + queue.queueId());
                }
                consumer.commit(progress);
            }
        }

        /** Reads everything as soon as everything that was acknowledged is there. */
        void remember() {
            Deadline.await(
                    () -> {
                        remembered = StoreReader.read(nameServers, TOPICS, Map.of());
                        return sentAndRemembered() == sent;
                    },
                    () -> sentAndRemembered() + " of " + sent + " messages");
        }

        private long sentAndRemembered() {
            return remembered.entrySet().stream()
                    .filter(entry -> !entry.getKey().topic().equals(OddRecords.TOPIC))
                    .mapToLong(entry -> entry.getValue().size())
                    .sum();
        }

        void expectAsRemembered() throws InterruptedException {
            SortedMap<MessageQueue, List<MessageExt>> found =
                    StoreReader.read(nameServers, TOPICS, StoreReader.ends(remembered));
            assertEquals(remembered.keySet(), found.keySet());
            for (MessageQueue queue : remembered.keySet()) {
                assertEquals(remembered.get(queue), found.get(queue), queue.toString());
            }
            expectProgress();
            expectTag("T2");
        }

        private void expectProgress() {
            try (OurClients clients = new OurClients(nameServers)) {
                PullConsumer consumer = clients.pullConsumer(GROUP, builder -> builder);
                progress.forEach(
                        (queue, offset) ->
                                assertEquals(
                                        offset,
                                        consumer.committed(queue).orElse(-1L),
                                        queue.toString()));
            }
        }

        /** The broker finds the messages of a tag by the hashes in the queue. */
        private void expectTag(String tag) throws InterruptedException {
            long wanted =
                    remembered.values().stream()
                            .flatMap(List::stream)
                            .filter(message -> message.topic().equals(PLAIN))
                            .filter(message -> message.tags().equals(Optional.of(tag)))
                            .count();
            try (OurClients clients = new OurClients(nameServers)) {
                PullConsumer consumer = clients.pullConsumer(clients.name("tags"), b -> b);
                consumer.assign(consumer.queuesOf(PLAIN), FilterExpression.tags(tag));
                long deadline = System.nanoTime() + Deadline.LONG.toNanos();
                long found = 0;
                while (found < wanted) {
                    assertTrue(System.nanoTime() < deadline, found + " of " + wanted);
                    found += consumer.poll(Duration.ofMillis(200)).size();
                }
                assertEquals(wanted, found);
            }
        }
    }
}
