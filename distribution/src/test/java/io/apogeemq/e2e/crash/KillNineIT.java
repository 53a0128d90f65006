package io.apogeemq.e2e.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.consumer.PullConsumer;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.SendReceipt;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.e2e.Deadline;
import io.apogeemq.e2e.Install;
import io.apogeemq.e2e.OurClients;
import io.apogeemq.e2e.OurServers;
import io.apogeemq.e2e.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The broker is killed while it takes messages, again and again on the same store. Every
 * acknowledged message is there afterwards: once, at the queue offset that the producer was told, in a
 * queue without gaps; and the consumer, which was there all the time, has got it.
 *
 * <p>The process dies, the machine does not: what was written reaches the disk. The power cut is the
 * matter of the store's own crash tests.
 */
class KillNineIT {
    private static final int KILLS = 3;
    private static final int SENDERS = 4;
    private static final int QUEUES = 4;
    private static final int MESSAGES_BETWEEN_KILLS = 200;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Path FOLDER = Install.folderFor(KillNineIT.class);

    private static Install install;

    private final Map<String, SendReceipt> acknowledged = new ConcurrentHashMap<>();
    private final AtomicBoolean isStopped = new AtomicBoolean();

    @BeforeAll
    static void unpack() {
        install = Install.shared();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SYNC_FLUSH", "ASYNC_FLUSH"})
    void keepsEveryAcknowledgedMessageInItsPlace(String flushDiskType) throws Exception {
        // Small files, so that the log rolls while it is written.
        Map<String, String> settings =
                Map.of(
                        "flushDiskType", flushDiskType,
                        "maxMessageSize", Integer.toString(64 << 10),
                        "mappedFileSizeCommitLog", Integer.toString(256 << 10));
        try (OurServers servers =
                        OurServers.start(install, FOLDER.resolve(flushDiskType), settings);
                OurClients clients = new OurClients(servers.nameServers())) {
            String topic = clients.newTopic(QUEUES);
            Received received = new Received();
            clients.pushConsumer(
                    clients.name("group"),
                    builder ->
                            builder.subscribe(topic)
                                    .listener(
                                            message -> {
                                                received.add(message);
                                                return ConsumeResult.SUCCESS;
                                            }));
            List<Thread> senders = startSenders(clients, topic);
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    awaitMoreMessages();
                    servers.broker().kill();
                    servers.broker().start();
                }
                awaitMoreMessages();
            } finally {
                isStopped.set(true);
                for (Thread sender : senders) {
                    sender.join();
                }
            }

            received.awaitAll(acknowledged.keySet());
            expectEveryMessageInItsPlace(servers.nameServers(), clients, topic);
            assertEquals(List.of(), servers.broker().logged("ERROR"));
        }
    }

    private void awaitMoreMessages() {
        int before = acknowledged.size();
        Deadline.await(
                () -> acknowledged.size() >= before + MESSAGES_BETWEEN_KILLS,
                () -> "only " + (acknowledged.size() - before) + " more messages acknowledged");
    }

    private List<Thread> startSenders(OurClients clients, String topic) {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            // One attempt for each message: a second one could store it twice.
            Producer producer = clients.producer(builder -> builder.retries(0));
            String prefix = "s" + i + "-";
            senders.add(new Thread(() -> send(producer, topic, prefix), "sender-" + i));
        }
        senders.forEach(Thread::start);
        return senders;
    }

    private void send(Producer producer, String topic, String prefix) {
        byte[] body = new byte[1000];
        for (int number = 0; !isStopped.get(); number++) {
            String key = prefix + number;
            try {
                acknowledged.put(
                        key, producer.send(Message.builder(topic).keys(key).body(body).build()));
            } catch (RuntimeException e) {
                // The broker is away; this message may be stored or not, the next one is another.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void expectEveryMessageInItsPlace(String nameServers, OurClients clients, String topic)
            throws InterruptedException {
        Map<MessageQueue, Long> ends = ends(nameServers, topic);
        Map<MessageQueue, Long> next = new HashMap<>();
        Map<String, MessageExt> stored = new HashMap<>();
        PullConsumer reader = clients.pullConsumer(clients.name("reader"), builder -> builder);
        reader.assign(ends.keySet());

        long deadline = System.nanoTime() + Deadline.LONG.toNanos();
        while (!next.equals(ends)) {
            assertTrue(System.nanoTime() < deadline, "read to " + next + " of " + ends);
            for (MessageExt message : reader.poll(Duration.ofMillis(200))) {
                MessageQueue queue =
                        new MessageQueue(
                                topic,
                                reader.queuesOf(topic).get(0).brokerName(),
                                message.queueId());
                assertEquals(
                        next.getOrDefault(queue, 0L), message.queueOffset(), "next of " + queue);
                next.put(queue, message.queueOffset() + 1);
                MessageExt twin = stored.put(message.keys().get(0), message);
                assertTrue(twin == null, () -> "twice: " + twin + " and " + message);
            }
        }

        Set<String> missing = new HashSet<>(acknowledged.keySet());
        missing.removeAll(stored.keySet());
        assertEquals(Set.of(), missing, "acknowledged and not there");
        acknowledged.forEach(
                (key, receipt) -> {
                    MessageExt message = stored.get(key);
                    assertEquals(receipt.queue().queueId(), message.queueId(), key);
                    assertEquals(receipt.queueOffset(), message.queueOffset(), key);
                    assertEquals(receipt.messageId(), message.msgId(), key);
                });
    }

    private static Map<MessageQueue, Long> ends(String nameServers, String topic) {
        Map<MessageQueue, Long> ends = new HashMap<>();
        try (AdminClient admin = AdminClient.connect(nameServers)) {
            admin.topics()
                    .stats(topic)
                    .offsetTable()
                    .forEach((queue, offsets) -> ends.put(queue, offsets.maxOffset()));
        }
        return ends;
    }
}
