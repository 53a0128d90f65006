package io.apogeemq.e2e;

import io.apogeemq.client.admin.AdminClient;
import io.apogeemq.client.admin.BrokerNode;
import io.apogeemq.client.consumer.PullConsumer;
import io.apogeemq.client.consumer.PushConsumer;
import io.apogeemq.client.producer.Producer;
import io.apogeemq.client.producer.SendReceipt;
import io.apogeemq.common.group.ConsumeFrom;
import io.apogeemq.common.message.Message;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a test does with our client library: topics, producers and consumers that are closed together.
 * Confined to the test's thread.
 */
public final class OurClients implements AutoCloseable {
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(20);

    private final String nameServers;
    private final String unique = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    public OurClients(String nameServers) {
        this.nameServers = nameServers;
    }

    /** A name that no other test has. */
    public String name(String kind) {
        return kind + "-" + unique;
    }

    /** Creates a topic on every broker and waits until the NameServers know it. */
    public String newTopic(int queues) {
        String topic = name("topic");
        try (AdminClient admin = AdminClient.connect(nameServers)) {
            Deadline.await(
                    () -> !admin.cluster().brokers().isEmpty(),
                    () -> "no broker at " + nameServers);
            for (BrokerNode broker : admin.cluster().brokers()) {
                admin.topics()
                        .update(
                                broker.address(),
                                TopicConfig.of(topic, queues, queues, QueuePermission.READ_WRITE));
            }
            Deadline.await(
                    () -> admin.topics().findRoute(topic).isPresent(),
                    () -> "no route of topic " + topic);
        }
        return topic;
    }

    public Producer producer() {
        return producer(UnaryOperator.identity());
    }

    /** A producer with settings of its own. */
    public Producer producer(UnaryOperator<Producer.Builder> settings) {
        return keep(
                settings.apply(
                                Producer.builder()
                                        .nameServers(nameServers)
                                        .group(name("producers"))
                                        .sendTimeout(SEND_TIMEOUT))
                        .build());
    }

    /** A push consumer that reads from the beginning, with a listener and subscriptions to be set. */
    public PushConsumer pushConsumer(String group, UnaryOperator<PushConsumer.Builder> settings) {
        return keep(
                settings.apply(
                                PushConsumer.builder()
                                        .nameServers(nameServers)
                                        .group(group)
                                        .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET)
                                        .threads(4))
                        .build());
    }

    /** A pull consumer that reads from the beginning. */
    public PullConsumer pullConsumer(String group, UnaryOperator<PullConsumer.Builder> settings) {
        return keep(
                settings.apply(
                                PullConsumer.builder()
                                        .nameServers(nameServers)
                                        .group(group)
                                        .consumeFrom(ConsumeFrom.CONSUME_FROM_FIRST_OFFSET))
                        .build());
    }

    /** A small message with a key {@code kN}, one of three tags, and a property. */
    public static Message message(String topic, int number) {
        return Message.builder(topic)
                .keys("k" + number)
                .tags("T" + number % 3)
                .property("number", Integer.toString(number))
                .body("body " + number)
                .build();
    }

    /** Sends messages with these numbers, and returns the receipts by key. */
    public static Map<String, SendReceipt> send(Producer producer, String topic, int from, int to) {
        Map<String, SendReceipt> receipts = new TreeMap<>();
        for (int number = from; number < to; number++) {
            receipts.put("k" + number, producer.send(message(topic, number)));
        }
        return receipts;
    }

    private <C extends AutoCloseable> C keep(C client) {
        open.push(client);
        return client;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a client cannot be closed", e);
            }
        }
    }
}
