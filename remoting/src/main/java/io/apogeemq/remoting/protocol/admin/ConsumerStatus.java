package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Body of the replies to INVOKE_BROKER_TO_GET_CONSUMER_STATUS (223), by client, and to
 * GET_CONSUMER_STATUS_FROM_CLIENT (221), of one client.
 *
 * <p>Source: wire spec, requests-core, "Broker-to-consumer calls".
 *
 * <p>Threads: immutable.
 */
public record ConsumerStatus(
        SortedMap<MessageQueue, Long> messageQueueTable,
        Map<String, SortedMap<MessageQueue, Long>> consumerTable)
        implements JsonBody {

    /** Takes copies of the collections. */
    public ConsumerStatus {
        messageQueueTable = Collections.unmodifiableSortedMap(new TreeMap<>(messageQueueTable));
        consumerTable = Map.copyOf(consumerTable);
    }

    /** Reads the body. */
    public static ConsumerStatus fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ConsumerStatus read(JsonObject in) {
        return new ConsumerStatus(
                MessageQueueJson.readTable(
                        in.objectOrEmpty("messageQueueTable"), JsonValue::asLong),
                in.objectOrEmpty("consumerTable")
                        .toMap(
                                JsonValue::asString,
                                value ->
                                        MessageQueueJson.readTable(
                                                value.asObject(), JsonValue::asLong)));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject();
        out.name("consumerTable").beginObject();
        for (Map.Entry<String, SortedMap<MessageQueue, Long>> client :
                new TreeMap<>(consumerTable).entrySet()) {
            out.name(client.getKey());
            MessageQueueJson.writeOffsets(out, client.getValue());
        }
        out.endObject();
        out.name("messageQueueTable");
        MessageQueueJson.writeOffsets(out, messageQueueTable);
        out.endObject();
    }
}
