package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Body of the reply to GET_BROKER_MEMBER_GROUP (901): the living members of one broker group.
 *
 * <p>Source: wire spec, requests-namesrv, section 8. Of an unknown group the addresses are empty.
 *
 * <p>Threads: immutable.
 */
public record BrokerMemberGroup(
        String cluster, String brokerName, SortedMap<Long, String> brokerAddrs)
        implements JsonBody {

    /** Takes a copy of the addresses. */
    public BrokerMemberGroup {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(brokerName, "brokerName");
        brokerAddrs = Collections.unmodifiableSortedMap(new TreeMap<>(brokerAddrs));
    }

    /** Reads the reply's body, which wraps the group. */
    public static BrokerMemberGroup fromJson(byte[] body) {
        return read(WireJson.object(body).requireObject("brokerMemberGroup"));
    }

    /** Reads the group itself. */
    public static BrokerMemberGroup read(JsonObject in) {
        return new BrokerMemberGroup(
                in.stringOr("cluster", ""),
                in.stringOr("brokerName", ""),
                new TreeMap<>(
                        in.objectOrEmpty("brokerAddrs")
                                .toMap(JsonValue::asLong, JsonValue::asString)));
    }

    /** The reply's body, which wraps the group. */
    @Override
    public byte[] toJson() {
        return WireJson.bytes(
                out -> out.beginObject().member("brokerMemberGroup", this).endObject());
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().name("brokerAddrs").beginObject();
        for (Map.Entry<Long, String> member : brokerAddrs.entrySet()) {
            out.integerKey(member.getKey()).value(member.getValue());
        }
        out.endObject().member("brokerName", brokerName).member("cluster", cluster).endObject();
    }
}
