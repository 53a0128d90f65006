package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.route.BrokerData;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Body of the reply to GET_BROKER_CLUSTER_INFO (106): every broker group, and which cluster has which.
 *
 * <p>Source: wire spec, requests-namesrv, section 7.
 *
 * <p>Threads: immutable.
 */
public record ClusterInfo(
        Map<String, BrokerData> brokerAddrTable, // by broker name
        Map<String, List<String>> clusterAddrTable) // broker names by cluster
        implements JsonBody {

    /** Takes copies of the tables. */
    public ClusterInfo {
        brokerAddrTable = Map.copyOf(brokerAddrTable);
        clusterAddrTable = Map.copyOf(clusterAddrTable);
    }

    /** Reads the body, with quoted or unquoted broker ids. */
    public static ClusterInfo fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new ClusterInfo(
                in.objectOrEmpty("brokerAddrTable")
                        .toMap(key -> key.asString(), value -> BrokerData.read(value.asObject())),
                in.objectOrEmpty("clusterAddrTable")
                        .toMap(key -> key.asString(), value -> value.asArray().toStrings()));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .objectsByName("brokerAddrTable", brokerAddrTable)
                .name("clusterAddrTable")
                .beginObject();
        for (Map.Entry<String, List<String>> cluster : new TreeMap<>(clusterAddrTable).entrySet()) {
            out.strings(cluster.getKey(), cluster.getValue());
        }
        out.endObject().endObject();
    }
}
