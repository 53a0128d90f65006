package io.apogeemq.witness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/** Consumers that ask for messages themselves. */
final class LitePullScenarios {
    private static final int MESSAGES = 40;
    private static final int QUEUES = 4;

    private LitePullScenarios() {}

    /** Queues chosen by hand: seek forward and back, and commit. */
    static String assign(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        PushScenarios.send(producer, topic, 0, MESSAGES);
        DefaultLitePullConsumer consumer = bench.litePullConsumer(bench.name("group"));
        consumer.setAutoCommit(false);
        consumer.start();
        MessageQueue queue = firstQueue(consumer, topic);
        long end = MESSAGES / QUEUES;

        consumer.assign(Set.of(queue));
        // An acknowledged message is visible soon, and seeking beyond what is visible is refused.
        Expect.soon(() -> maxOffset(producer, queue) == end, () -> "end: " + maxOffset(producer, queue));
        consumer.seek(queue, end - 3);
        Expect.equal(range(end - 3, end), poll(consumer, 3), "offsets after seeking forward");
        consumer.seekToBegin(queue);
        Expect.equal(range(0, end), poll(consumer, (int) end), "offsets after seeking back");
        consumer.seek(queue, 4);
        Expect.equal(range(4, end), poll(consumer, (int) end - 4), "offsets after seeking again");
        commit(consumer, queue, 7);
        awaitCommitted(consumer, Map.of(queue, 7L));
        return "messages=" + MESSAGES;
    }

    // Deprecated in 5.x, but what 4.9 has too.
    @SuppressWarnings("deprecation")
    private static long maxOffset(DefaultMQProducer producer, MessageQueue queue) {
        try {
            return producer.maxOffset(queue);
        } catch (MQClientException e) {
            throw new IllegalStateException("no end of " + queue, e);
        }
    }

    private static MessageQueue firstQueue(DefaultLitePullConsumer consumer, String topic)
            throws MQClientException {
        List<MessageQueue> queues = new ArrayList<>(consumer.fetchMessageQueues(topic));
        Expect.equal(QUEUES, queues.size(), "queues of the topic");
        queues.sort(Comparator.naturalOrder());
        return queues.get(0);
    }

    // Deprecated in 5.x, but the only commit of a given offset that 4.9 has too.
    @SuppressWarnings("deprecation")
    private static void commit(DefaultLitePullConsumer consumer, MessageQueue queue, long offset) {
        consumer.commitSync(new HashMap<>(Map.of(queue, offset)), true);
    }

    private static void awaitCommitted(
            DefaultLitePullConsumer consumer, Map<MessageQueue, Long> expected) {
        Expect.soon(
                () -> committed(consumer, expected.keySet()).equals(expected),
                () -> "committed: " + committed(consumer, expected.keySet()));
    }

    private static Map<MessageQueue, Long> committed(
            DefaultLitePullConsumer consumer, Set<MessageQueue> queues) {
        Map<MessageQueue, Long> committed = new HashMap<>();
        for (MessageQueue queue : queues) {
            try {
                committed.put(queue, consumer.committed(queue));
            } catch (MQClientException e) {
                throw new IllegalStateException("no committed offset of " + queue, e);
            }
        }
        return committed;
    }

    /** The group shares the queues; positions are committed while polling. */
    static String subscribe(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        Set<String> keys = PushScenarios.send(bench.producer(), topic, 0, MESSAGES);
        DefaultLitePullConsumer consumer = bench.litePullConsumer(bench.name("group"));
        // A shared instance would begin to share queues only at its next round, 20 s later.
        consumer.setInstanceName(bench.ownInstance());
        consumer.setAutoCommitIntervalMillis(1000);
        consumer.subscribe(topic, "*");
        consumer.start();

        pollAll(consumer, keys);

        Map<MessageQueue, Long> ends = new HashMap<>();
        for (MessageQueue queue : consumer.assignment()) {
            ends.put(queue, (long) MESSAGES / QUEUES);
        }
        Expect.equal(QUEUES, ends.size(), "queues assigned");
        Expect.soon(
                () -> {
                    // Polling is what commits.
                    Expect.equal(List.of(), consumer.poll(100), "more messages");
                    return committed(consumer, ends.keySet()).equals(ends);
                },
                () -> "committed: " + committed(consumer, ends.keySet()));
        return "messages=" + MESSAGES;
    }

    /** A consumer with queues chosen by hand goes on at what its predecessor has committed. */
    static String successor(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        String group = bench.name("group");
        PushScenarios.send(bench.producer(), topic, 0, MESSAGES);
        long end = MESSAGES / QUEUES;
        DefaultLitePullConsumer consumer = bench.litePullConsumer(group);
        consumer.setAutoCommit(false);
        consumer.start();
        MessageQueue queue = firstQueue(consumer, topic);
        consumer.assign(Set.of(queue));
        Expect.equal(range(0, end), poll(consumer, (int) end), "offsets from the beginning");
        commit(consumer, queue, 7);
        awaitCommitted(consumer, Map.of(queue, 7L));
        consumer.shutdown();

        DefaultLitePullConsumer successor = bench.litePullConsumer(group);
        successor.setAutoCommit(false);
        successor.start();
        successor.assign(Set.of(queue));

        Expect.equal(range(7, end), poll(successor, (int) end - 7), "offsets of the successor");
        return "messages=" + MESSAGES;
    }

    private static void pollAll(DefaultLitePullConsumer consumer, Set<String> keys) {
        Inbox inbox = new Inbox();
        Expect.soon(
                () -> {
                    inbox.addAll(consumer.poll(200));
                    return inbox.keys().containsAll(keys);
                },
                () -> "of " + keys.size() + " keys only these came: " + inbox.keys());
        inbox.awaitExactly(keys);
    }

    private static List<Long> poll(DefaultLitePullConsumer consumer, int count) {
        List<Long> offsets = new ArrayList<>();
        Expect.soon(
                () -> {
                    for (MessageExt message : consumer.poll(200)) {
                        offsets.add(message.getQueueOffset());
                    }
                    return offsets.size() >= count;
                },
                () -> "only these offsets came: " + offsets);
        return offsets;
    }

    private static List<Long> range(long from, long to) {
        List<Long> offsets = new ArrayList<>();
        for (long offset = from; offset < to; offset++) {
            offsets.add(offset);
        }
        return offsets;
    }
}
