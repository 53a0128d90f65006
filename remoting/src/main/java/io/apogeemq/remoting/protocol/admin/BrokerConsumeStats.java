package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Body of the reply to GET_BROKER_CONSUME_STATS (317): the progress of every group on a broker, one
 * element per topic of the group.
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record BrokerConsumeStats(
        String brokerAddr,
        long totalDiff, // messages not consumed
        long totalInflightDiff, // messages given out and not consumed
        Map<String, List<ConsumeStats>> consumeStatsList) // by group
        implements JsonBody {

    /** Takes a copy of the table, in its order. */
    public BrokerConsumeStats {
        Objects.requireNonNull(brokerAddr, "brokerAddr");
        consumeStatsList = Collections.unmodifiableMap(new LinkedHashMap<>(consumeStatsList));
    }

    /** Reads the body. */
    public static BrokerConsumeStats fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        Map<String, List<ConsumeStats>> groups = new LinkedHashMap<>();
        for (JsonObject element : in.arrayOrEmpty("consumeStatsList").toObjects(o -> o)) {
            for (JsonObject.Entry group : element.entries()) {
                groups.put(
                        group.key().asString(),
                        group.value().asArray().toObjects(ConsumeStats::read));
            }
        }
        return new BrokerConsumeStats(
                in.stringOr("brokerAddr", ""),
                in.longOr("totalDiff", 0),
                in.longOr("totalInflightDiff", 0),
                groups);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .memberUnlessEmpty("brokerAddr", brokerAddr)
                .name("consumeStatsList")
                .beginArray();
        for (Map.Entry<String, List<ConsumeStats>> group : consumeStatsList.entrySet()) {
            out.beginObject().objects(group.getKey(), group.getValue()).endObject();
        }
        out.endArray()
                .member("totalDiff", totalDiff)
                .member("totalInflightDiff", totalInflightDiff)
                .endObject();
    }
}
