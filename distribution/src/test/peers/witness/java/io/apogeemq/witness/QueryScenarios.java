package io.apogeemq.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.rocketmq.client.QueryResult;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/** Finding single messages: by key, by unique key, by the id of their place. */
@SuppressWarnings("deprecation") // 5.x wants queries made elsewhere; applications make them here
final class QueryScenarios {
    private static final int QUEUES = 4;
    private static final int MESSAGES = 20;

    private QueryScenarios() {}

    static String byKey(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        long begin = System.currentTimeMillis() - 60_000;
        for (int i = 0; i < MESSAGES; i++) {
            Message message = new Message(topic, "TagA", body(i));
            message.setKeys(List.of("order-" + i, "all", i % 2 == 0 ? "Aa" : "BB"));
            producer.send(message);
        }

        Expect.soon(
                () -> find(producer, topic, "all", begin).size() == MESSAGES,
                () -> "found " + find(producer, topic, "all", begin));
        for (int i = 0; i < MESSAGES; i++) {
            Expect.equal(
                    Set.of("body " + i), find(producer, topic, "order-" + i, begin), "by key");
        }
        Expect.equal(MESSAGES / 2, find(producer, topic, "Aa", begin).size(), "equal hashes");
        Expect.equal(Set.of(), find(producer, topic, "none", begin), "by another key");
        return "messages=" + MESSAGES;
    }

    static String byId(Bench bench) throws Exception {
        String topic = bench.newTopic(QUEUES);
        DefaultMQProducer producer = bench.producer();
        for (int i = 0; i < MESSAGES; i++) {
            SendResult sent = producer.send(new Message(topic, "TagA", body(i)));
            String expected = "body " + i;

            Expect.soon(
                    () -> expected.equals(view(producer, topic, sent.getMsgId())),
                    () -> "unique key " + sent.getMsgId() + " is not found");
            Expect.equal(
                    expected, view(producer, topic, sent.getOffsetMsgId()), "by the offset id");
        }
        return "messages=" + MESSAGES;
    }

    private static byte[] body(int i) {
        return ("body " + i).getBytes(UTF_8);
    }

    private static Set<String> find(
            DefaultMQProducer producer, String topic, String key, long begin) {
        Set<String> bodies = new TreeSet<>();
        try {
            QueryResult result =
                    producer.queryMessage(
                            topic, key, 64, begin, System.currentTimeMillis() + 60_000);
            for (MessageExt message : result.getMessageList()) {
                bodies.add(new String(message.getBody(), UTF_8));
            }
        } catch (MQClientException e) {
            return bodies; // this is how the client says that there is none
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        return bodies;
    }

    private static String view(DefaultMQProducer producer, String topic, String id) {
        try {
            return new String(producer.viewMessage(topic, id).getBody(), UTF_8);
        } catch (Exception e) {
            return e.toString();
        }
    }
}
