package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.DataVersion;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All consume offsets of a broker: body of the reply to GET_ALL_CONSUMER_OFFSET (43) and content of
 * consumerOffset.json.
 *
 * <p>Source: wire spec, requests-ha-controller, section 1. The peer's table of topics by group repeats
 * what the keys say; it is neither written nor read. A peer with light queues keeps all offsets in
 * lmqConsumerOffset.json, which has the same form and one more table, "topic@group" to the offset of
 * the one queue: that is read, too.
 *
 * <p>Threads: immutable.
 */
public record ConsumerOffsetTable(
        DataVersion dataVersion,
        Map<String, SortedMap<Integer, Long>> offsetTable) // "topic@group" to offset by queue id
        implements JsonBody {

    /** Takes a copy of the table. */
    public ConsumerOffsetTable {
        Objects.requireNonNull(dataVersion, "dataVersion");
        offsetTable = Map.copyOf(offsetTable);
    }

    /** Reads the body. */
    public static ConsumerOffsetTable fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form. */
    public static ConsumerOffsetTable read(JsonObject in) {
        Map<String, SortedMap<Integer, Long>> table =
                new TreeMap<>(
                        in.objectOrEmpty("offsetTable")
                                .toMap(
                                        JsonValue::asString,
                                        value -> readOffsets(value.asObject())));
        in.objectOrEmpty("lmqOffsetTable")
                .toMap(JsonValue::asString, JsonValue::asLong)
                .forEach((key, offset) -> table.put(key, new TreeMap<>(Map.of(0, offset))));
        return new ConsumerOffsetTable(DataVersion.read(in.objectOrEmpty("dataVersion")), table);
    }

    private static SortedMap<Integer, Long> readOffsets(JsonObject in) {
        return new TreeMap<>(in.toMap(JsonValue::asInt, JsonValue::asLong));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().member("dataVersion", dataVersion).name("offsetTable").beginObject();
        for (Map.Entry<String, SortedMap<Integer, Long>> row :
                new TreeMap<>(offsetTable).entrySet()) {
            out.name(row.getKey()).beginObject();
            for (Map.Entry<Integer, Long> queue : row.getValue().entrySet()) {
                out.integerKey(queue.getKey()).value(queue.getValue());
            }
            out.endObject();
        }
        out.endObject().endObject();
    }
}
