package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Body of the reply to GET_CONSUMER_RUNNING_INFO (307): the inside of a consumer.
 *
 * <p>Source: wire spec, requests-admin, "GET_CONSUMER_RUNNING_INFO".
 *
 * <p>Threads: immutable.
 */
public record ConsumerRunningInfo(
        Map<String, String> properties,
        List<SubscriptionData> subscriptionSet,
        SortedMap<MessageQueue, ProcessQueueInfo> mqTable,
        SortedMap<MessageQueue, PopProcessQueueInfo> mqPopTable,
        Map<String, ConsumeStatus> statusTable,
        Map<String, String> userConsumerInfo,
        String jstack)
        implements JsonBody {

    /** Takes copies of the collections. */
    public ConsumerRunningInfo {
        properties = Map.copyOf(properties);
        subscriptionSet = List.copyOf(subscriptionSet);
        mqTable = Collections.unmodifiableSortedMap(new TreeMap<>(mqTable));
        mqPopTable = Collections.unmodifiableSortedMap(new TreeMap<>(mqPopTable));
        statusTable = Map.copyOf(statusTable);
        userConsumerInfo = Map.copyOf(userConsumerInfo);
        Objects.requireNonNull(jstack, "jstack");
    }

    /** Reads the body. */
    public static ConsumerRunningInfo fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ConsumerRunningInfo read(JsonObject in) {
        return new ConsumerRunningInfo(
                in.objectOrEmpty("properties").toTexts(),
                in.arrayOrEmpty("subscriptionSet").toObjects(SubscriptionData::read),
                MessageQueueJson.readTable(
                        in.objectOrEmpty("mqTable"),
                        value -> ProcessQueueInfo.read(value.asObject())),
                MessageQueueJson.readTable(
                        in.objectOrEmpty("mqPopTable"),
                        value -> PopProcessQueueInfo.read(value.asObject())),
                in.objectOrEmpty("statusTable")
                        .toMap(JsonValue::asString, value -> ConsumeStatus.read(value.asObject())),
                in.objectOrEmpty("userConsumerInfo").toTexts(),
                in.stringOr("jstack", ""));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().memberUnlessEmpty("jstack", jstack);
        MessageQueueJson.writeTable(out, "mqPopTable", mqPopTable);
        MessageQueueJson.writeTable(out, "mqTable", mqTable);
        out.texts("properties", properties)
                .objectsByName("statusTable", statusTable)
                .objects("subscriptionSet", subscriptionSet)
                .texts("userConsumerInfo", userConsumerInfo)
                .endObject();
    }
}
