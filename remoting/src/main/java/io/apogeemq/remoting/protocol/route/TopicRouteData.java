package io.apogeemq.remoting.protocol.route;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where a topic is: its queues on each broker, and the addresses of those brokers. Body of the reply
 * to GET_ROUTEINFO_BY_TOPIC (105).
 *
 * <p>Source: wire spec, requests-core, "Route". Clients older than 4.9.4 that do not ask for standard
 * JSON get {@link #toBareKeyJson}.
 *
 * <p>Threads: immutable.
 */
public record TopicRouteData(
        String orderTopicConf, // broker:queues;broker:queues, empty: none
        List<QueueData> queueDatas,
        List<BrokerData> brokerDatas,
        Map<String, List<String>> filterServerTable, // by broker address
        Map<String, TopicQueueMapping> topicQueueMappingByBroker) // static topics only
        implements JsonBody {

    /** Takes copies of the collections. */
    public TopicRouteData {
        Objects.requireNonNull(orderTopicConf, "orderTopicConf");
        queueDatas = List.copyOf(queueDatas);
        brokerDatas = List.copyOf(brokerDatas);
        filterServerTable = Map.copyOf(filterServerTable);
        topicQueueMappingByBroker = Map.copyOf(topicQueueMappingByBroker);
    }

    /** A route of an ordinary topic. */
    public static TopicRouteData of(List<QueueData> queueDatas, List<BrokerData> brokerDatas) {
        return new TopicRouteData("", queueDatas, brokerDatas, Map.of(), Map.of());
    }

    /** Reads a body that is a route, in either form. */
    public static TopicRouteData fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form. */
    public static TopicRouteData read(JsonObject in) {
        return new TopicRouteData(
                in.stringOr("orderTopicConf", ""),
                in.arrayOrEmpty("queueDatas").toObjects(QueueData::read),
                in.arrayOrEmpty("brokerDatas").toObjects(BrokerData::read),
                in.objectOrEmpty("filterServerTable")
                        .toMap(key -> key.asString(), value -> value.asArray().toStrings()),
                in.objectOrEmpty("topicQueueMappingByBroker")
                        .toMap(
                                key -> key.asString(),
                                value -> TopicQueueMapping.read(value.asObject())));
    }

    /** The old form, with unquoted broker ids, for clients below version 401. */
    public byte[] toBareKeyJson() {
        return WireJson.bytesWithBareKeys(this);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .objects("brokerDatas", brokerDatas)
                .name("filterServerTable")
                .beginObject();
        for (Map.Entry<String, List<String>> servers :
                new TreeMap<>(filterServerTable).entrySet()) {
            out.strings(servers.getKey(), servers.getValue());
        }
        out.endObject()
                .memberUnlessEmpty("orderTopicConf", orderTopicConf)
                .objects("queueDatas", queueDatas);
        if (!topicQueueMappingByBroker.isEmpty()) {
            out.objectsByName("topicQueueMappingByBroker", topicQueueMappingByBroker);
        }
        out.endObject();
    }
}
