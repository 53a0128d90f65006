package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Body of the reply to QUERY_CONSUME_QUEUE (321).
 *
 * <p>Source: wire spec, requests-admin, "QUERY_CONSUME_QUEUE".
 *
 * <p>Threads: immutable.
 */
public record ConsumeQueueRows(
        List<ConsumeQueueRow> queueData,
        long minQueueIndex,
        long maxQueueIndex,
        Optional<SubscriptionData> subscriptionData,
        String filterData)
        implements JsonBody {

    /** Takes copies of the collections. */
    public ConsumeQueueRows {
        queueData = List.copyOf(queueData);
        Objects.requireNonNull(subscriptionData, "subscriptionData");
        Objects.requireNonNull(filterData, "filterData");
    }

    /** Reads the body. */
    public static ConsumeQueueRows fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ConsumeQueueRows read(JsonObject in) {
        return new ConsumeQueueRows(
                in.arrayOrEmpty("queueData").toObjects(ConsumeQueueRow::read),
                in.longOr("minQueueIndex", 0),
                in.longOr("maxQueueIndex", 0),
                in.has("subscriptionData")
                        ? Optional.of(SubscriptionData.read(in.requireObject("subscriptionData")))
                        : Optional.empty(),
                in.stringOr("filterData", ""));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .memberUnlessEmpty("filterData", filterData)
                .member("maxQueueIndex", maxQueueIndex)
                .member("minQueueIndex", minQueueIndex)
                .objects("queueData", queueData);
        subscriptionData.ifPresent(value -> out.member("subscriptionData", value));
        out.endObject();
    }
}
