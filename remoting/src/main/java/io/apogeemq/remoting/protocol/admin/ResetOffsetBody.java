package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonArray;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The new offset of each queue: body of the reply to INVOKE_BROKER_TO_RESET_OFFSET (222) and of
 * RESET_CONSUMER_CLIENT_OFFSET (220), which pushes them to consumers.
 *
 * <p>Two forms: a table with queues as keys, and a list for consumers written in C++.
 *
 * <p>Source: wire spec, requests-core, "Broker-to-consumer calls".
 *
 * <p>Threads: immutable.
 */
public record ResetOffsetBody(SortedMap<MessageQueue, Long> offsetTable) implements JsonBody {

    /** Takes a copy of the table. */
    public ResetOffsetBody {
        offsetTable = Collections.unmodifiableSortedMap(new TreeMap<>(offsetTable));
    }

    /** Reads either form. */
    public static ResetOffsetBody fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return in.isArray("offsetTable")
                ? fromList(in.arrayOrEmpty("offsetTable"))
                : new ResetOffsetBody(
                        MessageQueueJson.readTable(
                                in.objectOrEmpty("offsetTable"), JsonValue::asLong));
    }

    private static ResetOffsetBody fromList(JsonArray list) {
        SortedMap<MessageQueue, Long> offsets = new TreeMap<>();
        for (JsonObject row : list.toObjects(object -> object)) {
            offsets.put(MessageQueueJson.read(row), row.requireLong("offset"));
        }
        return new ResetOffsetBody(offsets);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().name("offsetTable");
        MessageQueueJson.writeOffsets(out, offsetTable);
        out.endObject();
    }

    /** The form that consumers written in C++ read. */
    public byte[] toListJson() {
        return WireJson.bytes(
                out -> {
                    out.beginObject().name("offsetTable").beginArray();
                    offsetTable.forEach((queue, offset) -> writeRow(out, queue, offset));
                    out.endArray().endObject();
                });
    }

    private static void writeRow(JsonOut out, MessageQueue queue, long offset) {
        out.beginObject()
                .member("brokerName", queue.brokerName())
                .member("offset", offset)
                .member("queueId", queue.queueId())
                .member("topic", queue.topic())
                .endObject();
    }
}
