package io.apogeemq.client.connection;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a topic is at one moment: the queues to send to, the queues to consume from, and the brokers
 * that have them.
 *
 * <p>Queues to send to: with an order configuration exactly its {@code broker:queues} entries, else the
 * write queues of every broker that has a master and lets producers write, ordered by broker name.
 * Queues to consume from: the read queues of every known broker that lets consumers read. Brokers that
 * have queues but no address are left out. Source: wire spec, client behaviour, section 3, and
 * requests-core, "Route".
 *
 * <p>Threads: immutable.
 */
public final class TopicRoute {
    /** What a route says of one broker's queues is believed up to here. */
    private static final int MOST_QUEUES_PER_BROKER = 65_536;

    private final String topic;
    private final TopicRouteData data;
    private final boolean template;
    private final Map<String, BrokerData> brokers;
    private final List<MessageQueue> publishQueues;
    private final int publishBrokers;
    private final List<MessageQueue> subscribeQueues;

    private TopicRoute(String topic, TopicRouteData data, boolean template) {
        this.topic = requireNonNull(topic, "topic");
        this.data = requireNonNull(data, "data");
        this.template = template;
        Map<String, BrokerData> byName = new HashMap<>();
        for (BrokerData broker : data.brokerDatas()) {
            if (!broker.brokerAddrs().isEmpty()) {
                byName.put(broker.brokerName(), broker);
            }
        }
        this.brokers = Map.copyOf(byName);
        List<QueueData> sorted = new ArrayList<>(data.queueDatas());
        sorted.sort(Comparator.comparing(QueueData::brokerName));
        this.publishQueues =
                data.orderTopicConf().isEmpty()
                        ? writeQueues(topic, sorted, brokers)
                        : orderedQueues(topic, data.orderTopicConf());
        this.publishBrokers =
                (int) publishQueues.stream().map(MessageQueue::brokerName).distinct().count();
        this.subscribeQueues = readQueues(topic, sorted, brokers);
    }

    /** The route as a NameServer gave it. */
    public static TopicRoute of(String topic, TopicRouteData data) {
        return new TopicRoute(topic, data, false);
    }

    /**
     * A route for a topic that does not exist yet, made from the one of the topic that new ones are
     * created from: at most {@code mostQueues} queues on each of its brokers.
     */
    static TopicRoute fromTemplate(String topic, TopicRouteData templateData, int mostQueues) {
        List<QueueData> queues = new ArrayList<>();
        for (QueueData of : templateData.queueDatas()) {
            int count = Math.min(mostQueues, of.readQueueNums());
            queues.add(new QueueData(of.brokerName(), count, count, of.perm(), of.topicSysFlag()));
        }
        return new TopicRoute(topic, TopicRouteData.of(queues, templateData.brokerDatas()), true);
    }

    /** The topic. */
    public String topic() {
        return topic;
    }

    /** The route as the NameServer gave it. */
    public TopicRouteData data() {
        return data;
    }

    /** Whether the topic did not exist: sending to one of the queues creates it there. */
    public boolean isTemplate() {
        return template;
    }

    /** Whether the queues were fixed by an order configuration. */
    public boolean isOrdered() {
        return !data.orderTopicConf().isEmpty();
    }

    /** The queues to send to; empty when no broker lets producers write. */
    public List<MessageQueue> publishQueues() {
        return publishQueues;
    }

    /** How many brokers the queues to send to are on. */
    public int publishBrokers() {
        return publishBrokers;
    }

    /** Why there is no queue to send to, for a person. */
    public String whyNotWritable() {
        StringBuilder why = new StringBuilder("no broker of its route takes messages:");
        for (QueueData queues : data.queueDatas()) {
            BrokerData broker = brokers.get(queues.brokerName());
            why.append(" broker '").append(queues.brokerName()).append('\'');
            if (broker == null) {
                why.append(" has no address,");
            } else if (broker.masterAddress().isEmpty()) {
                why.append(" has no master,");
            } else {
                why.append(" has permission ")
                        .append(QueuePermission.text(queues.perm()))
                        .append(" and ")
                        .append(queues.writeQueueNums())
                        .append(" write queues,");
            }
        }
        why.setLength(why.length() - 1);
        return why.append(
                        "; start a master or set the topic's permission (mqadmin updateTopic -p 6)")
                .toString();
    }

    /** The queues to consume from, in the order in which allocation strategies take them. */
    public List<MessageQueue> subscribeQueues() {
        return subscribeQueues;
    }

    /** The members of one broker group. */
    public Optional<BrokerData> broker(String brokerName) {
        return Optional.ofNullable(brokers.get(brokerName));
    }

    /** Every broker group with at least one address, by name. */
    public Map<String, BrokerData> brokers() {
        return brokers;
    }

    /** Address of the master of a broker group. */
    public Optional<String> masterAddress(String brokerName) {
        BrokerData broker = brokers.get(brokerName);
        return broker == null ? Optional.empty() : broker.masterAddress();
    }

    /** Whether the other route says the same. */
    boolean isSameAs(TopicRoute other) {
        return template == other.template && data.equals(other.data);
    }

    @Override
    public String toString() {
        return "TopicRoute[topic="
                + topic
                + ", brokers="
                + brokers.keySet()
                + ", publishQueues="
                + publishQueues.size()
                + ", subscribeQueues="
                + subscribeQueues.size()
                + ']';
    }

    private static List<MessageQueue> writeQueues(
            String topic, List<QueueData> sorted, Map<String, BrokerData> brokers) {
        List<MessageQueue> queues = new ArrayList<>();
        for (QueueData data : sorted) {
            BrokerData broker = brokers.get(data.brokerName());
            if (broker != null
                    && broker.masterAddress().isPresent()
                    && QueuePermission.isWritable(data.perm())) {
                addQueues(queues, topic, data.brokerName(), data.writeQueueNums());
            }
        }
        return List.copyOf(queues);
    }

    private static List<MessageQueue> readQueues(
            String topic, List<QueueData> sorted, Map<String, BrokerData> brokers) {
        List<MessageQueue> queues = new ArrayList<>();
        for (QueueData data : sorted) {
            if (brokers.containsKey(data.brokerName()) && QueuePermission.isReadable(data.perm())) {
                addQueues(queues, topic, data.brokerName(), data.readQueueNums());
            }
        }
        return List.copyOf(queues);
    }

    /** {@code broker:queues;broker:queues}; what does not have that form is left out. */
    private static List<MessageQueue> orderedQueues(String topic, String orderTopicConf) {
        List<MessageQueue> queues = new ArrayList<>();
        for (String entry : orderTopicConf.split(";", -1)) {
            int colon = entry.lastIndexOf(':');
            if (colon > 0) {
                addQueues(
                        queues,
                        topic,
                        entry.substring(0, colon).trim(),
                        countOrZero(entry.substring(colon + 1)));
            }
        }
        return List.copyOf(queues);
    }

    private static int countOrZero(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return 0; // an operator's typing error hides that broker, not the whole topic
        }
    }

    private static void addQueues(
            List<MessageQueue> queues, String topic, String brokerName, int count) {
        int bounded = Math.min(count, MOST_QUEUES_PER_BROKER);
        for (int id = 0; id < bounded; id++) {
            queues.add(new MessageQueue(topic, brokerName, id));
        }
    }
}
