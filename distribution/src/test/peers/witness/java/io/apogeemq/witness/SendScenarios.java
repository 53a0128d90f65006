package io.apogeemq.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/** The ways of sending; each reads everything back and compares. */
final class SendScenarios {
    private static final int MESSAGES = 40;
    private static final int QUEUES = 4;

    private SendScenarios() {}

    static String sync(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        Map<String, Message> sent = new HashMap<>();
        Map<String, SendResult> results = new HashMap<>();

        for (int i = 0; i < MESSAGES; i++) {
            Message message = message(topic, i);
            sent.put(message.getKeys(), message);
            results.put(message.getKeys(), producer.send(message));
        }

        Set<String> ids = new HashSet<>();
        Map<Integer, Set<Long>> offsets = new HashMap<>();
        for (SendResult result : results.values()) {
            Expect.equal(SendStatus.SEND_OK, result.getSendStatus(), "status");
            Expect.isTrue(ids.add(result.getMsgId()), "two messages have one id");
            offsets.computeIfAbsent(result.getMessageQueue().getQueueId(), q -> new TreeSet<>())
                    .add(result.getQueueOffset());
        }
        Expect.equal(QUEUES, offsets.size(), "queues used");
        offsets.values().forEach(SendScenarios::expectContiguous);
        for (MessageExt read : bench.readExactly(topic, sent.keySet()).messages()) {
            expectSame(sent.get(read.getKeys()), results.get(read.getKeys()), read);
        }
        return "messages=" + MESSAGES;
    }

    static String async(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        Map<String, SendResult> results = new ConcurrentHashMap<>();
        Map<String, Throwable> failures = new ConcurrentHashMap<>();
        Map<String, Message> sent = new HashMap<>();

        for (int i = 0; i < MESSAGES; i++) {
            Message message = message(topic, i);
            sent.put(message.getKeys(), message);
            producer.send(message, recordingInto(results, failures, message.getKeys()));
        }

        Expect.soon(
                () -> results.size() + failures.size() == MESSAGES,
                () -> "only " + results.size() + " of " + MESSAGES + " callbacks");
        Expect.equal(Map.of(), failures, "failed sends");
        for (MessageExt read : bench.readExactly(topic, sent.keySet()).messages()) {
            expectSame(sent.get(read.getKeys()), results.get(read.getKeys()), read);
        }
        return "messages=" + MESSAGES;
    }

    private static SendCallback recordingInto(
            Map<String, SendResult> results, Map<String, Throwable> failures, String key) {
        return new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                results.put(key, result);
            }

            @Override
            public void onException(Throwable e) {
                failures.put(key, e);
            }
        };
    }

    static String oneway(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        Set<String> keys = new HashSet<>();

        for (int i = 0; i < MESSAGES; i++) {
            Message message = message(topic, i);
            keys.add(message.getKeys());
            producer.sendOneway(message);
        }

        bench.readExactly(topic, keys);
        return "messages=" + MESSAGES;
    }

    static String batch(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        Map<String, Message> sent = new HashMap<>();
        int batches = 4;
        int perBatch = MESSAGES / batches;

        for (int b = 0; b < batches; b++) {
            List<Message> batch = new ArrayList<>();
            for (int i = 0; i < perBatch; i++) {
                Message message = smallMessage(topic, b * perBatch + i);
                sent.put(message.getKeys(), message);
                batch.add(message);
            }
            SendResult result = producer.send(batch);
            Expect.equal(SendStatus.SEND_OK, result.getSendStatus(), "status");
            Expect.equal(perBatch, result.getMsgId().split(",").length, "ids of the batch");
            Expect.equal(
                    perBatch, result.getOffsetMsgId().split(",").length, "offset ids of the batch");
        }

        Map<Integer, Set<Long>> offsets = new HashMap<>();
        for (MessageExt read : bench.readExactly(topic, sent.keySet()).messages()) {
            Expect.equal(text(sent.get(read.getKeys())), text(read), "body");
            offsets.computeIfAbsent(read.getQueueId(), q -> new TreeSet<>())
                    .add(read.getQueueOffset());
        }
        offsets.values().forEach(SendScenarios::expectContiguous);
        return "messages=" + MESSAGES + " batches=" + batches;
    }

    static String selector(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        Set<String> keys = new HashSet<>();

        for (int i = 0; i < MESSAGES; i++) {
            Message message = smallMessage(topic, i);
            keys.add(message.getKeys());
            SendResult result =
                    producer.send(
                            message,
                            (queues, sent, number) -> queueWithId(queues, (Integer) number),
                            i % QUEUES);
            Expect.equal(i % QUEUES, result.getMessageQueue().getQueueId(), "queue told");
            Expect.equal((long) i / QUEUES, result.getQueueOffset(), "queue offset told");
        }

        for (MessageExt read : bench.readExactly(topic, keys).messages()) {
            int number = Integer.parseInt(read.getUserProperty("number"));
            Expect.equal(number % QUEUES, read.getQueueId(), "queue of message " + number);
        }
        return "messages=" + MESSAGES;
    }

    /** The first message to a topic that nobody has created. */
    static String newTopic(Bench bench) throws Exception {
        String topic = bench.name("topic");
        DefaultMQProducer producer = bench.producer();
        Set<String> keys = new HashSet<>();

        for (int i = 0; i < QUEUES; i++) {
            Message message = smallMessage(topic, i);
            keys.add(message.getKeys());
            Expect.equal(SendStatus.SEND_OK, producer.send(message).getSendStatus(), "status");
        }

        bench.readExactly(topic, keys);
        return "messages=" + QUEUES;
    }

    static MessageQueue queueWithId(List<MessageQueue> queues, int queueId) {
        return queues.stream().filter(q -> q.getQueueId() == queueId).findFirst().orElseThrow();
    }

    static Message smallMessage(String topic, int number) {
        Message message =
                new Message(topic, "T" + number % 3, "k" + number, ("body " + number).getBytes(UTF_8));
        message.putUserProperty("number", Integer.toString(number));
        return message;
    }

    /** One in ten is long enough to be compressed, and one in ten has no body worth the name. */
    private static Message message(String topic, int number) {
        Message message = smallMessage(topic, number);
        message.putUserProperty("Grüße", "значение " + number);
        if (number % 10 == 3) {
            message.setBody("a long body that compresses well; ".repeat(400).getBytes(UTF_8));
        } else if (number % 10 == 7) {
            message.setBody(new byte[] {(byte) number});
        }
        return message;
    }

    private static void expectSame(Message sent, SendResult result, MessageExt read) {
        Expect.equal(text(sent), text(read), "body of " + sent.getKeys());
        Expect.equal(sent.getTags(), read.getTags(), "tags of " + sent.getKeys());
        Expect.equal(
                sent.getUserProperty("Grüße"), read.getUserProperty("Grüße"), "user property");
        Expect.equal(result.getMsgId(), read.getMsgId(), "id of " + sent.getKeys());
        Expect.equal(
                result.getMessageQueue().getQueueId(), read.getQueueId(), "queue of the message");
        Expect.equal(result.getQueueOffset(), read.getQueueOffset(), "queue offset");
    }

    private static String text(Message message) {
        return new String(message.getBody(), UTF_8);
    }

    private static void expectContiguous(Set<Long> offsets) {
        Set<Long> expected = new TreeSet<>();
        for (long i = 0; i < offsets.size(); i++) {
            expected.add(i);
        }
        Expect.equal(expected, new TreeSet<>(offsets), "queue offsets");
    }
}
