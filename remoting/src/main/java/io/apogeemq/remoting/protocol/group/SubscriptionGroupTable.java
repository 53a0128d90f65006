package io.apogeemq.remoting.protocol.group;

import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.DataVersion;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All consumer groups of a broker with the version of the table: body of the reply to
 * GET_ALL_SUBSCRIPTIONGROUP_CONFIG (201) and content of subscriptionGroup.json. The peers call it the
 * subscription group wrapper.
 *
 * <p>Source: wire spec, requests-ha-controller, section 1.
 *
 * <p>Threads: immutable.
 */
public record SubscriptionGroupTable(
        DataVersion dataVersion,
        Map<String, SubscriptionGroupConfig> groups, // by name
        Map<String, Map<String, Integer>> forbiddenTable) // bits by group and topic
        implements JsonBody {

    /** Takes copies that keep the order of the given maps. */
    public SubscriptionGroupTable {
        Objects.requireNonNull(dataVersion, "dataVersion");
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        forbiddenTable = Collections.unmodifiableMap(new LinkedHashMap<>(forbiddenTable));
    }

    /** Reads the body. */
    public static SubscriptionGroupTable fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form. */
    public static SubscriptionGroupTable read(JsonObject in) {
        Map<String, SubscriptionGroupConfig> groups = new LinkedHashMap<>();
        for (JsonObject.Entry row : in.objectOrEmpty("subscriptionGroupTable").entries()) {
            SubscriptionGroupConfig group =
                    SubscriptionGroupConfigJson.read(row.value().asObject());
            groups.put(group.groupName(), group);
        }
        return new SubscriptionGroupTable(
                DataVersion.read(in.objectOrEmpty("dataVersion")),
                groups,
                in.objectOrEmpty("forbiddenTable")
                        .toMap(
                                JsonValue::asString,
                                value ->
                                        value.asObject()
                                                .toMap(JsonValue::asString, JsonValue::asInt)));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().member("dataVersion", dataVersion).name("forbiddenTable").beginObject();
        for (Map.Entry<String, Map<String, Integer>> group : forbiddenTable.entrySet()) {
            out.name(group.getKey()).beginObject();
            for (Map.Entry<String, Integer> topic : new TreeMap<>(group.getValue()).entrySet()) {
                out.member(topic.getKey(), topic.getValue());
            }
            out.endObject();
        }
        out.endObject().name("subscriptionGroupTable").beginObject();
        for (SubscriptionGroupConfig group : groups.values()) {
            out.member(group.groupName(), SubscriptionGroupConfigJson.body(group));
        }
        out.endObject().endObject();
    }
}
