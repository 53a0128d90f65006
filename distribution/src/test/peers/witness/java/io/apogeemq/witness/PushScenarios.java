package io.apogeemq.witness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/** The ways of being called with messages. */
final class PushScenarios {
    private static final int MESSAGES = 60;
    private static final int QUEUES = 4;

    private PushScenarios() {}

    /** What was there before and what comes while connected: everything arrives once. */
    static String concurrent(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        Set<String> keys = send(producer, topic, 0, MESSAGES);
        Inbox inbox = new Inbox();
        DefaultMQPushConsumer consumer = bench.pushConsumer(bench.name("group"));
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(into(inbox));
        consumer.start();
        inbox.awaitExactly(keys);

        keys.addAll(send(producer, topic, MESSAGES, 2 * MESSAGES));

        inbox.awaitExactly(keys);
        return "messages=" + keys.size();
    }

    /** A consumer that comes after another of its group gets only what that one has not had. */
    static String successor(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        String group = bench.name("group");
        DefaultMQProducer producer = bench.producer();
        Set<String> early = send(producer, topic, 0, MESSAGES);
        Inbox first = new Inbox();
        DefaultMQPushConsumer consumer = bench.member(group);
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(into(first));
        consumer.start();
        first.awaitExactly(early);
        consumer.shutdown();

        Set<String> late = send(producer, topic, MESSAGES, 2 * MESSAGES);
        Inbox second = new Inbox();
        DefaultMQPushConsumer successor = bench.member(group);
        successor.subscribe(topic, "*");
        successor.registerMessageListener(into(second));
        successor.start();

        second.awaitExactly(late);
        first.awaitExactly(early);
        return "messages=" + 2 * MESSAGES;
    }

    /** One queue is one stream: in order, and never two calls at once. */
    static String orderly(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        Inbox inbox = new Inbox();
        Map<Integer, AtomicInteger> callsByQueue = new ConcurrentHashMap<>();
        Set<Integer> overlapping = ConcurrentHashMap.newKeySet();
        MessageListenerOrderly listener =
                (messages, context) -> {
                    int queueId = context.getMessageQueue().getQueueId();
                    AtomicInteger calls =
                            callsByQueue.computeIfAbsent(queueId, q -> new AtomicInteger());
                    if (calls.incrementAndGet() > 1) {
                        overlapping.add(queueId);
                    }
                    inbox.addAll(messages);
                    calls.decrementAndGet();
                    return ConsumeOrderlyStatus.SUCCESS;
                };
        DefaultMQPushConsumer consumer = bench.pushConsumer(bench.name("group"));
        consumer.subscribe(topic, "*");
        consumer.registerMessageListener(listener);
        consumer.start();

        Set<String> keys = new HashSet<>();
        for (int i = 0; i < MESSAGES; i++) {
            Message message = SendScenarios.smallMessage(topic, i);
            keys.add(message.getKeys());
            int queueId = i % QUEUES;
            producer.send(
                    message, (queues, m, x) -> SendScenarios.queueWithId(queues, queueId), null);
        }

        inbox.awaitExactly(keys);
        Expect.equal(Set.of(), overlapping, "queues with two calls at once");
        expectOrderInEachQueue(inbox);
        return "messages=" + MESSAGES;
    }

    private static void expectOrderInEachQueue(Inbox inbox) {
        Map<Integer, List<Long>> offsets = new HashMap<>();
        for (MessageExt message : inbox.messages()) {
            offsets.computeIfAbsent(message.getQueueId(), q -> new ArrayList<>())
                    .add(message.getQueueOffset());
        }
        Expect.equal(QUEUES, offsets.size(), "queues seen");
        for (List<Long> seen : offsets.values()) {
            Expect.equal(new ArrayList<>(new TreeSet<>(seen)), seen, "order in a queue");
        }
    }

    /** Two members of one group each get everything. */
    static String broadcast(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        String group = bench.name("group");
        List<Inbox> inboxes = List.of(new Inbox(), new Inbox());
        for (Inbox inbox : inboxes) {
            DefaultMQPushConsumer consumer = bench.member(group);
            // The enum lives in another package in each release of the peer.
            consumer.setMessageModel(named(consumer.getMessageModel(), "BROADCASTING"));
            consumer.subscribe(topic, "*");
            consumer.registerMessageListener(into(inbox));
            consumer.start();
        }

        Set<String> keys = send(bench.producer(), topic, 0, MESSAGES);

        for (Inbox inbox : inboxes) {
            inbox.awaitExactly(keys);
        }
        return "messages=" + MESSAGES + " members=" + inboxes.size();
    }

    private static <E extends Enum<E>> E named(E another, String name) {
        return Enum.valueOf(another.getDeclaringClass(), name);
    }

    /** A subscription to two of three tags. */
    static String tags(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        Inbox inbox = new Inbox();
        DefaultMQPushConsumer consumer = bench.pushConsumer(bench.name("group"));
        consumer.subscribe(topic, "T0 || T2");
        consumer.registerMessageListener(into(inbox));
        consumer.start();

        send(bench.producer(), topic, 0, MESSAGES);

        Set<String> wanted = new HashSet<>();
        for (int i = 0; i < MESSAGES; i++) {
            if (i % 3 != 1) {
                wanted.add("k" + i);
            }
        }
        inbox.awaitExactly(wanted);
        return "messages=" + MESSAGES + " wanted=" + wanted.size();
    }

    private static MessageListenerConcurrently into(Inbox inbox) {
        return (messages, context) -> {
            inbox.addAll(messages);
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        };
    }

    static Set<String> send(DefaultMQProducer producer, String topic, int from, int to)
            throws Exception {
        Set<String> keys = new HashSet<>();
        for (int i = from; i < to; i++) {
            Message message = SendScenarios.smallMessage(topic, i);
            keys.add(message.getKeys());
            producer.send(message);
        }
        return keys;
    }
}
