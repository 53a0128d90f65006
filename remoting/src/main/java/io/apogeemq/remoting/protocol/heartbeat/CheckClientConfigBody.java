package io.apogeemq.remoting.protocol.heartbeat;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.Objects;

/**
 * Body of CHECK_CLIENT_CONFIG (46): a subscription that the broker shall try to compile.
 *
 * <p>Source: wire spec, requests-core, "CHECK_CLIENT_CONFIG".
 *
 * <p>Threads: immutable.
 */
public record CheckClientConfigBody(
        String clientId,
        String group,
        String namespace, // empty: none
        SubscriptionData subscriptionData)
        implements JsonBody {

    /** Checks that nothing is null. */
    public CheckClientConfigBody {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(subscriptionData, "subscriptionData");
    }

    /** Reads the body. */
    public static CheckClientConfigBody fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new CheckClientConfigBody(
                in.stringOr("clientId", ""),
                in.stringOr("group", ""),
                in.stringOr("namespace", ""),
                SubscriptionData.read(in.requireObject("subscriptionData")));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("clientId", clientId)
                .member("group", group)
                .memberUnlessEmpty("namespace", namespace)
                .member("subscriptionData", subscriptionData)
                .endObject();
    }
}
