package io.apogeemq.remoting.protocol.route;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which logical queues of a static topic are at present on one broker, and under which number.
 *
 * <p>Source: wire spec, requests-namesrv, section 6. Our brokers have no static topics; name servers
 * pass on what others register.
 *
 * <p>Threads: immutable.
 */
public record TopicQueueMapping(
        String brokerName,
        String topic,
        int totalQueues,
        String scope,
        long epoch,
        boolean dirty,
        SortedMap<Integer, Integer> currIdMap) // logical queue id to queue id on the broker
        implements JsonBody {

    /** Takes a copy of the map. */
    public TopicQueueMapping {
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(scope, "scope");
        currIdMap = Collections.unmodifiableSortedMap(new TreeMap<>(currIdMap));
    }

    /** Reads the JSON form. */
    public static TopicQueueMapping read(JsonObject in) {
        return new TopicQueueMapping(
                in.stringOr("bname", ""),
                in.stringOr("topic", ""),
                in.intOr("totalQueues", 0),
                in.stringOr("scope", "__global__"),
                in.longOr("epoch", -1),
                in.booleanOr("dirty", false),
                new TreeMap<>(
                        in.objectOrEmpty("currIdMap").toMap(JsonValue::asInt, JsonValue::asInt)));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().member("bname", brokerName).name("currIdMap").beginObject();
        for (Map.Entry<Integer, Integer> queue : currIdMap.entrySet()) {
            out.integerKey(queue.getKey()).value(queue.getValue());
        }
        out.endObject()
                .member("dirty", dirty)
                .member("epoch", epoch)
                .member("scope", scope)
                .member("topic", topic)
                .member("totalQueues", totalQueues)
                .endObject();
    }
}
