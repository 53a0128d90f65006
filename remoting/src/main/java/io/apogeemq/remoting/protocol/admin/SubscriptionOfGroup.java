package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import java.util.Objects;
import java.util.Optional;

/**
 * Body of the reply to QUERY_SUBSCRIPTION_BY_CONSUMER (345).
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record SubscriptionOfGroup(
        String group, String topic, Optional<SubscriptionData> subscriptionData)
        implements JsonBody {

    /** Checks that nothing is null. */
    public SubscriptionOfGroup {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(subscriptionData, "subscriptionData");
    }

    /** Reads the body. */
    public static SubscriptionOfGroup fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static SubscriptionOfGroup read(JsonObject in) {
        return new SubscriptionOfGroup(
                in.stringOr("group", ""),
                in.stringOr("topic", ""),
                in.has("subscriptionData")
                        ? Optional.of(SubscriptionData.read(in.requireObject("subscriptionData")))
                        : Optional.empty());
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().memberUnlessEmpty("group", group);
        subscriptionData.ifPresent(value -> out.member("subscriptionData", value));
        out.memberUnlessEmpty("topic", topic).endObject();
    }
}
