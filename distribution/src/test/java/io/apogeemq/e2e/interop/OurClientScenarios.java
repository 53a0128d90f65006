package io.apogeemq.e2e.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.client.admin.KeyMatches;
import io.apogeemq.client.admin.KeySearch;
import io.apogeemq.client.admin.LocatedMessage;
import io.apogeemq.client.admin.Messages;
import io.apogeemq.client.admin.NotFoundException;
import io.apogeemq.client.consumer.ConsumeResult;
import io.apogeemq.client.consumer.FilterExpression;
import io.apogeemq.client.consumer.PullConsumer;
import io.apogeemq.client.consumer.PushConsumer;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.SendOptions;
import io.apogeemq.client.producer.SendReceipt;
import io.apogeemq.client.producer.SendStatus;
import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.MessageId;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.e2e.Deadline;
import io.apogeemq.e2e.OurClients;
import io.apogeemq.e2e.Received;
import io.apogeemq.e2e.Servers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What applications do with our client library; the same on whosever servers. */
abstract class OurClientScenarios {
    private static final int MESSAGES = 60;
    private static final int QUEUES = 4;

    private final Received received = new Received();
    private OurClients clients;

    abstract Servers servers();

    @BeforeEach
    void prepareClients() {
        clients = new OurClients(servers().nameServers());
    }

    @AfterEach
    void closeClients() {
        clients.close();
    }

    @Test
    void sendsAndWaits() {
        String topic = clients.newTopic(QUEUES);
        Producer producer = clients.producer();
        byte[] longBody = "a long body that compresses well; ".repeat(400).getBytes(UTF_8);

        Map<String, SendReceipt> receipts = OurClients.send(producer, topic, 0, MESSAGES);
        receipts.put(
                "long",
                producer.send(
                        Message.builder(topic)
                                .keys("long")
                                .property("Grüße", "значение")
                                .body(longBody)
                                .build()));

        expectReceiptsOfContiguousQueues(receipts);
        consume(topic, receipts.keySet());
        for (MessageExt message : received.messages()) {
            SendReceipt receipt = receipts.get(message.keys().get(0));
            assertEquals(receipt.messageId(), message.msgId());
            assertEquals(receipt.queue().queueId(), message.queueId());
            assertEquals(receipt.queueOffset(), message.queueOffset());
            if (message.keys().contains("long")) {
                assertArrayEquals(longBody, message.body());
                assertEquals("значение", message.property("Grüße").orElseThrow());
            } else {
                assertEquals(
                        "body " + message.property("number").orElseThrow(),
                        new String(message.body(), UTF_8));
            }
        }
    }

    @Test
    void findsASentMessageByKeyByItsIdsAndByNoOther() {
        String topic = clients.newTopic(QUEUES);
        Map<String, SendReceipt> receipts = OurClients.send(clients.producer(), topic, 0, MESSAGES);
        SendReceipt seventh = receipts.get("k7");
        KeySearch search = new KeySearch(topic, Optional.empty(), 10, 0, Long.MAX_VALUE);

        try (AdminClient admin = AdminClient.connect(servers().nameServers())) {
            Messages messages = admin.messages();
            Deadline.await(() -> isFound(messages, search, "k59"), () -> "the last is not found");

            LocatedMessage byPlace = messages.at(topic, MessageId.parse(seventh.offsetMessageId()));
            assertEquals(seventh.messageId(), byPlace.message().msgId());
            assertEquals(seventh.queue().brokerName(), byPlace.brokerName());
            assertEquals("body 7", new String(byPlace.message().body(), UTF_8));
            assertEquals(List.of(seventh.queueOffset()), offsets(messages.byKey(search, "k7")));
            assertEquals(
                    List.of(seventh.queueOffset()),
                    offsets(messages.byUniqueKey(search, seventh.messageId())));
            assertEquals(List.of(), messages.tracks(byPlace));
            assertThrows(NotFoundException.class, () -> messages.byKey(search, "none"));
            assertThrows(
                    NotFoundException.class, () -> messages.byUniqueKey(search, "k7"), "no id");
            MessageId between =
                    new MessageId(
                            MessageId.parse(seventh.offsetMessageId()).address(),
                            MessageId.parse(seventh.offsetMessageId()).port(),
                            byPlace.message().physicalOffset() + 1);
            assertThrows(NotFoundException.class, () -> messages.at(topic, between));
        }
    }

    private static boolean isFound(Messages messages, KeySearch search, String key) {
        try {
            return !messages.byKey(search, key).messages().isEmpty();
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static List<Long> offsets(KeyMatches matches) {
        return matches.messages().stream().map(it -> it.message().queueOffset()).toList();
    }

    @Test
    void sendsWithoutWaiting() throws Exception {
        String topic = clients.newTopic(QUEUES);
        Producer producer = clients.producer();
        Map<String, CompletableFuture<SendReceipt>> futures = new HashMap<>();

        for (int i = 0; i < MESSAGES; i++) {
            futures.put("k" + i, producer.sendAsync(OurClients.message(topic, i)));
        }

        Map<String, SendReceipt> receipts = new HashMap<>();
        for (Map.Entry<String, CompletableFuture<SendReceipt>> sent : futures.entrySet()) {
            receipts.put(sent.getKey(), sent.getValue().get(60, TimeUnit.SECONDS));
        }
        expectReceiptsOfContiguousQueues(receipts);
        consume(topic, receipts.keySet());
    }

    @Test
    void sendsOneway() {
        String topic = clients.newTopic(QUEUES);
        Producer producer = clients.producer();
        Set<String> keys = new HashSet<>();

        for (int i = 0; i < MESSAGES; i++) {
            producer.sendOneway(OurClients.message(topic, i));
            keys.add("k" + i);
        }

        consume(topic, keys);
    }

    @Test
    void sendsBatches() {
        String topic = clients.newTopic(QUEUES);
        Producer producer = clients.producer();
        int perBatch = 15;
        Set<String> keys = new HashSet<>();

        for (int first = 0; first < MESSAGES; first += perBatch) {
            List<Message> batch = new ArrayList<>();
            for (int i = first; i < first + perBatch; i++) {
                batch.add(OurClients.message(topic, i));
                keys.add("k" + i);
            }
            SendReceipt receipt = producer.send(batch);
            assertEquals(SendStatus.SEND_OK, receipt.status());
            assertEquals(perBatch, receipt.messageIds().size());
            assertEquals(perBatch, receipt.offsetMessageId().split(",", -1).length);
        }

        consume(topic, keys);
    }

    @Test
    void sendsToTheSelectedQueue() {
        String topic = clients.newTopic(QUEUES);
        Producer producer = clients.producer();
        Set<String> keys = new HashSet<>();

        for (int i = 0; i < MESSAGES; i++) {
            int queueId = i % QUEUES;
            SendReceipt receipt =
                    producer.send(
                            OurClients.message(topic, i),
                            SendOptions.DEFAULT.withSelector((queues, m) -> queues.get(queueId)));
            keys.add("k" + i);
            assertEquals(queueId, receipt.queue().queueId());
            assertEquals(i / QUEUES, receipt.queueOffset());
        }

        consume(topic, keys);
    }

    @Test
    void sendsToATopicThatNobodyHasCreated() {
        String topic = clients.name("auto");

        Map<String, SendReceipt> receipts = OurClients.send(clients.producer(), topic, 0, 8);

        consume(topic, receipts.keySet());
    }

    @Test
    void aSuccessorGetsOnlyWhatItsPredecessorHasNotHad() {
        String topic = clients.newTopic(QUEUES);
        String group = clients.name("group");
        Producer producer = clients.producer();
        Set<String> early = OurClients.send(producer, topic, 0, MESSAGES).keySet();
        PushConsumer first = consumer(group, topic, received);
        received.awaitExactly(early);
        first.close();

        Set<String> late = OurClients.send(producer, topic, MESSAGES, 2 * MESSAGES).keySet();
        Received second = new Received();
        consumer(group, topic, second);

        second.awaitExactly(late);
        received.awaitExactly(early);
    }

    @Test
    void consumesEachQueueInOrder() {
        String topic = clients.newTopic(QUEUES);
        Map<Integer, AtomicInteger> calls = new ConcurrentHashMap<>();
        Set<Integer> overlapping = ConcurrentHashMap.newKeySet();
        clients.pushConsumer(
                clients.name("group"),
                builder ->
                        builder.subscribe(topic)
                                .orderly(
                                        message -> {
                                            AtomicInteger running =
                                                    calls.computeIfAbsent(
                                                            message.queueId(),
                                                            q -> new AtomicInteger());
                                            if (running.incrementAndGet() > 1) {
                                                overlapping.add(message.queueId());
                                            }
                                            received.add(message);
                                            running.decrementAndGet();
                                            return ConsumeResult.SUCCESS;
                                        }));

        Set<String> keys = OurClients.send(clients.producer(), topic, 0, MESSAGES).keySet();

        received.awaitExactly(keys);
        assertEquals(Set.of(), overlapping, "queues with two calls at once");
        Map<Integer, List<Long>> offsets = new TreeMap<>();
        for (MessageExt message : received.messages()) {
            offsets.computeIfAbsent(message.queueId(), q -> new ArrayList<>())
                    .add(message.queueOffset());
        }
        offsets.values().forEach(seen -> assertEquals(List.copyOf(new TreeSet<>(seen)), seen));
    }

    @Test
    void broadcastsToEveryMember(@TempDir Path folder) {
        String topic = clients.newTopic(QUEUES);
        String group = clients.name("group");
        List<Received> members = List.of(received, new Received());
        for (Received member : members) {
            Path progress = folder.resolve("member-" + members.indexOf(member));
            clients.pushConsumer(
                    group,
                    builder ->
                            builder.subscribe(topic)
                                    .messageModel(MessageModel.BROADCASTING)
                                    .offsetDirectory(progress)
                                    .listener(message -> take(member, message)));
        }

        Set<String> keys = OurClients.send(clients.producer(), topic, 0, MESSAGES).keySet();

        members.forEach(member -> member.awaitExactly(keys));
    }

    @Test
    void consumesOnlyTheTagsSubscribedTo() {
        String topic = clients.newTopic(QUEUES);
        clients.pushConsumer(
                clients.name("group"),
                builder ->
                        builder.subscribe(topic, FilterExpression.tags("T0 || T2"))
                                .listener(message -> take(received, message)));

        OurClients.send(clients.producer(), topic, 0, MESSAGES);

        Set<String> wanted = new HashSet<>();
        for (int i = 0; i < MESSAGES; i++) {
            if (i % 3 != 1) {
                wanted.add("k" + i);
            }
        }
        received.awaitExactly(wanted);
    }

    @Test
    void pullsSeeksAndCommits() throws InterruptedException {
        String topic = clients.newTopic(QUEUES);
        String group = clients.name("group");
        OurClients.send(clients.producer(), topic, 0, MESSAGES);
        long end = MESSAGES / QUEUES;
        PullConsumer consumer = clients.pullConsumer(group, builder -> builder);
        assertEquals(QUEUES, consumer.queuesOf(topic).size());
        MessageQueue queue = consumer.queuesOf(topic).get(0);

        consumer.assign(List.of(queue));
        assertEquals(range(0, end), poll(consumer, (int) end));
        consumer.seek(queue, end - 3);
        assertEquals(range(end - 3, end), poll(consumer, 3));
        consumer.seekToBegin(queue);
        assertEquals(range(0, end), poll(consumer, (int) end));
        consumer.commit(Map.of(queue, 7L));
        assertEquals(7L, consumer.committed(queue).orElseThrow());
        consumer.close();
        PullConsumer successor = clients.pullConsumer(group, builder -> builder);
        successor.assign(List.of(queue));

        assertEquals(range(7, end), poll(successor, (int) end - 7));
    }

    @Test
    void pullsItsShareOfASubscription() throws InterruptedException {
        String topic = clients.newTopic(QUEUES);
        Set<String> keys = OurClients.send(clients.producer(), topic, 0, MESSAGES).keySet();
        PullConsumer consumer =
                clients.pullConsumer(clients.name("group"), builder -> builder.subscribe(topic));

        Deadline.await(
                () -> {
                    received.addAll(consumer.poll(Duration.ofMillis(100)));
                    return received.timesByKey().keySet().containsAll(keys);
                },
                () -> "only these came: " + received.timesByKey().keySet());

        received.awaitExactly(keys);
    }

    @Test
    void membersThatComeAndGoShareTheQueues() {
        String topic = clients.newTopic(2 * QUEUES);
        String group = clients.name("group");
        Producer producer = clients.producer();
        Set<String> sent = new HashSet<>();
        Deque<PushConsumer> members = new ArrayDeque<>();

        while (members.size() < 3) {
            sendMore(producer, topic, sent);
            members.addLast(consumer(group, topic, received));
            awaitOneOwnerOfEachQueue(topic, members);
            sendMore(producer, topic, sent);
            received.awaitAll(sent);
        }
        while (members.size() > 1) {
            members.removeFirst().close();
            sendMore(producer, topic, sent);
            awaitOneOwnerOfEachQueue(topic, members);
            received.awaitAll(sent);
        }

        assertEquals(sent, received.timesByKey().keySet());
    }

    private static void sendMore(Producer producer, String topic, Set<String> sent) {
        sent.addAll(OurClients.send(producer, topic, sent.size(), sent.size() + 20).keySet());
    }

    private static void awaitOneOwnerOfEachQueue(String topic, Deque<PushConsumer> members) {
        Deadline.await(
                () -> {
                    List<MessageQueue> owned = new ArrayList<>();
                    for (PushConsumer member : members) {
                        List<MessageQueue> queues = queuesOf(member, topic);
                        if (queues.isEmpty()) {
                            return false;
                        }
                        owned.addAll(queues);
                    }
                    return owned.size() == 2 * QUEUES && new HashSet<>(owned).size() == 2 * QUEUES;
                },
                () ->
                        "queues by member: "
                                + members.stream().map(member -> queuesOf(member, topic)).toList());
    }

    private static List<MessageQueue> queuesOf(PushConsumer member, String topic) {
        return member.progress().keySet().stream()
                .filter(queue -> queue.topic().equals(topic))
                .toList();
    }

    @Test
    void goesOnWhenTheBrokerIsRestarted() throws InterruptedException {
        String topic = clients.newTopic(QUEUES);
        Producer producer = clients.producer();
        consumer(clients.name("group"), topic, received);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean isStopped = new AtomicBoolean();
        Thread sender =
                new Thread(() -> sendUntil(isStopped, producer, topic, acknowledged), "sender");
        sender.start();
        try {
            awaitMore(acknowledged, 0);

            servers().restartBroker();

            awaitMore(acknowledged, acknowledged.size());
        } finally {
            isStopped.set(true);
            sender.join();
        }
        received.awaitAll(acknowledged);
    }

    private static void awaitMore(Set<String> keys, int than) {
        Deadline.await(() -> keys.size() >= than + 50, () -> "only " + keys.size() + " sends");
    }

    private static void sendUntil(
            AtomicBoolean isStopped, Producer producer, String topic, Set<String> acknowledged) {
        int number = 0;
        SendOptions shortTime = SendOptions.DEFAULT.withTimeout(Duration.ofSeconds(2));
        while (!isStopped.get()) {
            try {
                producer.send(OurClients.message(topic, number), shortTime);
                acknowledged.add("k" + number);
                number++;
            } catch (RuntimeException e) {
                // The broker is away: the same message is sent again.
            }
        }
    }

    private PushConsumer consumer(String group, String topic, Received into) {
        return clients.pushConsumer(
                group,
                builder -> builder.subscribe(topic).listener(message -> take(into, message)));
    }

    private void consume(String topic, Set<String> keys) {
        consumer(clients.name("reader"), topic, received);
        received.awaitExactly(keys);
    }

    private static ConsumeResult take(Received into, MessageExt message) {
        into.add(message);
        return ConsumeResult.SUCCESS;
    }

    private static List<Long> poll(PullConsumer consumer, int count) {
        List<Long> offsets = new ArrayList<>();
        Deadline.await(
                () -> {
                    for (MessageExt message : consumer.poll(Duration.ofMillis(100))) {
                        offsets.add(message.queueOffset());
                    }
                    return offsets.size() >= count;
                },
                () -> "only these offsets: " + offsets);
        return offsets;
    }

    private static List<Long> range(long from, long to) {
        List<Long> offsets = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            offsets.add(offset);
        }
        return offsets;
    }

    private static void expectReceiptsOfContiguousQueues(Map<String, SendReceipt> receipts) {
        Set<String> ids = new HashSet<>();
        Map<Integer, Set<Long>> offsets = new HashMap<>();
        for (SendReceipt receipt : receipts.values()) {
            assertEquals(SendStatus.SEND_OK, receipt.status());
            assertTrue(ids.add(receipt.messageId()), "two messages have one id");
            offsets.computeIfAbsent(receipt.queue().queueId(), q -> new TreeSet<>())
                    .add(receipt.queueOffset());
        }
        assertEquals(QUEUES, offsets.size(), "queues used");
        offsets.values()
                .forEach(seen -> assertEquals(range(0, seen.size()), List.copyOf(seen), "offsets"));
    }
}
