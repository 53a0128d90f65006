package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Body of the reply to GET_ALL_PRODUCER_INFO (328): every connected producer by group.
 *
 * <p>Source: wire spec, requests-admin, "GET_ALL_PRODUCER_INFO".
 *
 * <p>Threads: immutable.
 */
public record ProducerTable(Map<String, List<ConnectedProducer>> data) implements JsonBody {

    /** Takes a copy of the table. */
    public ProducerTable {
        data = Map.copyOf(data);
    }

    /** Reads the body. */
    public static ProducerTable fromJson(byte[] body) {
        return new ProducerTable(
                WireJson.object(body)
                        .objectOrEmpty("data")
                        .toMap(
                                JsonValue::asString,
                                value -> value.asArray().toObjects(ConnectedProducer::read)));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().name("data").beginObject();
        for (Map.Entry<String, List<ConnectedProducer>> group : new TreeMap<>(data).entrySet()) {
            out.objects(group.getKey(), group.getValue());
        }
        out.endObject().endObject();
    }
}
