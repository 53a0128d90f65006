package io.apogeemq.remoting.protocol.route;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One broker group: a name and the addresses of its members by broker id, where 0 is the master.
 *
 * <p>Source: wire spec, requests-core, "Route". Peers of 4.x know neither the acting master nor the
 * zone.
 *
 * <p>Threads: immutable.
 */
public record BrokerData(
        String cluster,
        String brokerName,
        SortedMap<Long, String> brokerAddrs, // ip:port by broker id
        boolean enableActingMaster,
        String zoneName) // empty: none
        implements JsonBody {

    /** Broker id of the master. */
    public static final long MASTER_ID = 0;

    /** Takes a copy of the addresses. */
    public BrokerData {
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(zoneName, "zoneName");
        brokerAddrs = Collections.unmodifiableSortedMap(new TreeMap<>(brokerAddrs));
    }

    /** A group without zone and acting master. */
    public static BrokerData of(
            String cluster, String brokerName, SortedMap<Long, String> brokerAddrs) {
        return new BrokerData(cluster, brokerName, brokerAddrs, false, "");
    }

    /** Reads the JSON form, with quoted or unquoted broker ids. */
    public static BrokerData read(JsonObject in) {
        return new BrokerData(
                in.stringOr("cluster", ""),
                in.requireString("brokerName"),
                new TreeMap<>(
                        in.objectOrEmpty("brokerAddrs")
                                .toMap(JsonValue::asLong, JsonValue::asString)),
                in.booleanOr("enableActingMaster", false),
                in.stringOr("zoneName", ""));
    }

    /** Address of the member with id 0. */
    public Optional<String> masterAddress() {
        return Optional.ofNullable(brokerAddrs.get(MASTER_ID));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().name("brokerAddrs").beginObject();
        for (Map.Entry<Long, String> member : brokerAddrs.entrySet()) {
            out.integerKey(member.getKey()).value(member.getValue());
        }
        out.endObject()
                .member("brokerName", brokerName)
                .member("cluster", cluster)
                .member("enableActingMaster", enableActingMaster)
                .memberUnlessEmpty("zoneName", zoneName)
                .endObject();
    }
}
