package io.apogeemq.witness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Three members of a group join one after the other and leave again while messages are sent: after
 * each change every queue has one owner, and no message is missing at the end.
 */
final class RebalanceScenario implements Scenario {
    private static final int QUEUES = 8;
    private static final int MEMBERS = 3;
    private static final int MESSAGES_PER_CHANGE = 30;

    @Override
    public String run(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        String group = bench.name("group");
        DefaultMQProducer producer = bench.producer();
        Inbox inbox = new Inbox();
        Set<String> sent = new HashSet<>();
        Deque<DefaultMQPushConsumer> members = new ArrayDeque<>();

        while (members.size() < MEMBERS) {
            sent.addAll(sendMore(producer, topic, sent.size()));
            members.addLast(join(bench, group, topic, inbox));
            awaitOneOwnerOfEachQueue(bench, topic, members);
            sent.addAll(sendMore(producer, topic, sent.size()));
            inbox.awaitAll(sent);
        }
        while (members.size() > 1) {
            members.removeFirst().shutdown();
            sent.addAll(sendMore(producer, topic, sent.size()));
            awaitOneOwnerOfEachQueue(bench, topic, members);
            inbox.awaitAll(sent);
        }

        Map<String, Integer> times = inbox.timesByKey();
        Expect.equal(sent.size(), times.size(), "messages received");
        long twice = times.values().stream().filter(n -> n > 1).count();
        return "messages=" + sent.size() + " received-more-than-once=" + twice;
    }

    private static Set<String> sendMore(DefaultMQProducer producer, String topic, int sent)
            throws Exception {
        return PushScenarios.send(producer, topic, sent, sent + MESSAGES_PER_CHANGE);
    }

    private static DefaultMQPushConsumer join(
            Bench bench, String group, String topic, Inbox inbox) throws Exception {
        DefaultMQPushConsumer consumer = bench.member(group);
        consumer.subscribe(topic, "*");
        MessageListenerConcurrently listener =
                (messages, context) -> {
                    inbox.addAll(messages);
                    return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
                };
        consumer.registerMessageListener(listener);
        consumer.start();
        return consumer;
    }

    private static void awaitOneOwnerOfEachQueue(
            Bench bench, String topic, Deque<DefaultMQPushConsumer> members) {
        Expect.soon(
                () -> {
                    List<MessageQueue> owned = new ArrayList<>();
                    for (DefaultMQPushConsumer member : members) {
                        List<MessageQueue> queues = queuesOf(member, topic);
                        if (queues.isEmpty()) {
                            return false;
                        }
                        owned.addAll(queues);
                    }
                    return owned.size() == QUEUES && new HashSet<>(owned).size() == QUEUES;
                },
                () -> "queues by member: " + describe(topic, members));
        bench.note("members=" + members.size() + " queues=" + describe(topic, members));
    }

    private static String describe(String topic, Deque<DefaultMQPushConsumer> members) {
        StringBuilder text = new StringBuilder();
        for (DefaultMQPushConsumer member : members) {
            text.append(text.length() == 0 ? "" : "/").append(queuesOf(member, topic).size());
        }
        return text.toString();
    }

    // The client has no public view of the queues it holds; both releases give this one.
    @SuppressWarnings("deprecation")
    private static List<MessageQueue> queuesOf(DefaultMQPushConsumer consumer, String topic) {
        List<MessageQueue> queues = new ArrayList<>();
        for (MessageQueue queue :
                consumer.getDefaultMQPushConsumerImpl()
                        .getRebalanceImpl()
                        .getProcessQueueTable()
                        .keySet()) {
            if (queue.getTopic().equals(topic)) {
                queues.add(queue);
            }
        }
        return queues;
    }
}
