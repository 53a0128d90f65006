package io.apogeemq.remoting.protocol.heartbeat;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;
import java.util.Objects;

/**
 * Body of HEART_BEAT (34): who a client is and which groups it has members in.
 *
 * <p>Second form: once a broker knows the fingerprint, a client may leave the subscriptions out
 * ({@code withoutSub}); they stay as they were.
 *
 * <p>Source: wire spec, requests-core, "HEART_BEAT".
 *
 * <p>Threads: immutable.
 */
public record HeartbeatData(
        String clientId,
        List<ProducerData> producerDataSet,
        List<ConsumerData> consumerDataSet,
        int heartbeatFingerprint, // 0: first form
        boolean withoutSub)
        implements JsonBody {

    /** Takes copies of the lists. */
    public HeartbeatData {
        Objects.requireNonNull(clientId, "clientId");
        producerDataSet = List.copyOf(producerDataSet);
        consumerDataSet = List.copyOf(consumerDataSet);
    }

    /** Reads the body. */
    public static HeartbeatData fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new HeartbeatData(
                in.requireString("clientID"),
                in.arrayOrEmpty("producerDataSet").toObjects(ProducerData::read),
                in.arrayOrEmpty("consumerDataSet").toObjects(ConsumerData::read),
                in.intOr("heartbeatFingerprint", 0),
                in.booleanOr("withoutSub", false));
    }

    /**
     * The number that stays the same as long as groups and subscriptions do: the hash of the text
     * without client id and versions.
     */
    public int computeFingerprint() {
        List<ConsumerData> withoutVersions =
                consumerDataSet.stream().map(HeartbeatData::withoutVersions).toList();
        return WireJson.text(new HeartbeatData("", producerDataSet, withoutVersions, 0, false))
                .hashCode();
    }

    private static ConsumerData withoutVersions(ConsumerData data) {
        return new ConsumerData(
                data.groupName(),
                data.consumeType(),
                data.messageModel(),
                data.consumeFromWhere(),
                data.subscriptionDataSet().stream().map(sub -> sub.withSubVersion(0)).toList(),
                data.unitMode());
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("clientID", clientId)
                .objects("consumerDataSet", consumerDataSet)
                .member("heartbeatFingerprint", heartbeatFingerprint)
                .objects("producerDataSet", producerDataSet)
                .member("withoutSub", withoutSub)
                .endObject();
    }
}
