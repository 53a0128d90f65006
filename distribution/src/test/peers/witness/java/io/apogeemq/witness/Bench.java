package io.apogeemq.witness;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.TopicConfig;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;

/**
 * What a scenario works with: clients, topics, names of its own. Clients live until the witness
 * ends, because the peer's clients complain in their log while they shut down. Confined to the main
 * thread.
 */
final class Bench {
    private static final int READ_WRITE = 6;
    private static final int SEND_TIMEOUT_MILLIS = 20_000;
    private static final int QUEUES_AT_MOST = 8;
    private static final int INTERVAL_MILLIS = 3000;

    /** Clients with this name share connections and threads. */
    private static final String SHARED_INSTANCE = "witness";

    private final String scenario;
    private final String nameServers;
    private final BufferedReader input;
    private final String unique = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final Deque<Runnable> shutdowns;
    private int ownInstances;

    Bench(
            String scenario,
            String nameServers,
            BufferedReader input,
            Deque<Runnable> shutdowns) {
        this.scenario = scenario;
        this.nameServers = nameServers;
        this.input = input;
        this.shutdowns = shutdowns;
    }

    /** A name that no other run of this scenario has. */
    String name(String kind) {
        return scenario + "-" + kind + "-" + unique;
    }

    void note(String what) {
        Witness.say("@note " + scenario + " " + what);
    }

    /** Waits for whoever runs the witness to say something. */
    String nextLine() throws IOException {
        String line = input.readLine();
        return line == null ? "" : line.strip();
    }

    /** Creates a topic on every broker and waits until the NameServers know it. */
    String newTopic(int queues) throws Exception {
        String topic = name("topic");
        DefaultMQAdminExt admin = new DefaultMQAdminExt(SEND_TIMEOUT_MILLIS);
        configure(admin);
        admin.start();
        try {
            Expect.soon(() -> hasBroker(admin), () -> "no broker at " + nameServers);
            for (var broker : admin.examineBrokerClusterInfo().getBrokerAddrTable().values()) {
                admin.createAndUpdateTopicConfig(
                        broker.selectBrokerAddr(),
                        new TopicConfig(topic, queues, queues, READ_WRITE));
            }
            Expect.soon(() -> isKnown(admin, topic), () -> "no route of topic " + topic);
        } finally {
            admin.shutdown();
        }
        return topic;
    }

    private static boolean hasBroker(DefaultMQAdminExt admin) {
        try {
            return !admin.examineBrokerClusterInfo().getBrokerAddrTable().isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException("the cluster cannot be read", e);
        }
    }

    private static boolean isKnown(DefaultMQAdminExt admin, String topic) {
        try {
            return !admin.examineTopicRouteInfo(topic).getQueueDatas().isEmpty();
        } catch (MQClientException e) {
            return false; // Not yet.
        } catch (Exception e) {
            throw new IllegalStateException("route of topic '" + topic + "' cannot be read", e);
        }
    }

    DefaultMQProducer producer() throws MQClientException {
        DefaultMQProducer producer = new DefaultMQProducer(name("producers"));
        configure(producer);
        producer.setSendMsgTimeout(SEND_TIMEOUT_MILLIS);
        producer.start();
        shutdowns.push(producer::shutdown);
        return producer;
    }

    /**
     * Sets what all clients have in common. The intervals are 30 s otherwise, and that is how long a
     * client stands still when the heartbeat that has to follow a rebalance meets another one (the
     * client leaves it out then), or when a broker registers right after it has asked for the route.
     */
    private void configure(ClientConfig client) {
        client.setNamesrvAddr(nameServers);
        client.setInstanceName(SHARED_INSTANCE);
        client.setHeartbeatBrokerInterval(INTERVAL_MILLIS);
        client.setPollNameServerInterval(INTERVAL_MILLIS);
    }

    /** The name of an instance with connections of its own, as members of one group must have. */
    String ownInstance() {
        ownInstances++;
        return scenario + "-" + unique + "-" + ownInstances;
    }

    /** A push consumer that may be one of several of its group. */
    DefaultMQPushConsumer member(String group) {
        DefaultMQPushConsumer consumer = pushConsumer(group);
        consumer.setInstanceName(ownInstance());
        return consumer;
    }

    /** A push consumer that reads from the beginning; the caller subscribes and starts it. */
    DefaultMQPushConsumer pushConsumer(String group) {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(group);
        configure(consumer);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeThreadMin(4);
        consumer.setConsumeThreadMax(4);
        shutdowns.push(consumer::shutdown);
        return consumer;
    }

    DefaultLitePullConsumer litePullConsumer(String group) {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(group);
        configure(consumer);
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setPullThreadNums(QUEUES_AT_MOST);
        shutdowns.push(consumer::shutdown);
        return consumer;
    }

    /** Reads a topic from its beginning until these keys are there, and expects exactly these. */
    Inbox readExactly(String topic, Set<String> keys) throws MQClientException {
        DefaultLitePullConsumer reader = litePullConsumer(name("reader"));
        reader.setAutoCommit(false);
        reader.start();
        // A topic that was created by sending is known to the NameServers a moment later.
        Set<MessageQueue> queues = new HashSet<>();
        Expect.soon(() -> addQueues(reader, topic, queues), () -> "no queues of topic " + topic);
        reader.assign(queues);
        Inbox inbox = new Inbox();
        Expect.soon(
                () -> {
                    inbox.addAll(reader.poll(200));
                    return inbox.keys().containsAll(keys);
                },
                () -> "of " + keys.size() + " keys only these were read: " + inbox.keys());
        inbox.awaitExactly(keys);
        return inbox;
    }

    private static boolean addQueues(
            DefaultLitePullConsumer reader, String topic, Set<MessageQueue> queues) {
        try {
            return queues.addAll(reader.fetchMessageQueues(topic));
        } catch (MQClientException e) {
            return false; // Not yet.
        }
    }
}
