package io.apogeemq.remoting.protocol;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The JSON form of a {@link MessageQueue}: {@code {"brokerName":"b","queueId":1,"topic":"T"}}, as a
 * value and as the raw object key of the tables of offsets and statistics.
 *
 * <p>Source: wire spec, "requests-core", section 0.
 *
 * <p>Threads: pure functions.
 */
public final class MessageQueueJson {

    private MessageQueueJson() {}

    /** The queue as something that can be written. */
    public static JsonBody body(MessageQueue queue) {
        return out -> write(out, queue);
    }

    /** Writes the queue as an object. */
    public static void write(JsonOut out, MessageQueue queue) {
        out.beginObject()
                .member("brokerName", queue.brokerName())
                .member("queueId", queue.queueId())
                .member("topic", queue.topic())
                .endObject();
    }

    /** Reads one queue. */
    public static MessageQueue read(JsonObject in) {
        return new MessageQueue(
                in.requireString("topic"),
                in.requireString("brokerName"),
                in.requireInt("queueId"));
    }

    /** Writes a member that is an array of queues. */
    public static void writeList(JsonOut out, String name, Iterable<MessageQueue> queues) {
        out.name(name).beginArray();
        for (MessageQueue queue : queues) {
            write(out, queue);
        }
        out.endArray();
    }

    /** Reads a member that is an array of queues; absent: none. */
    public static List<MessageQueue> readList(JsonObject in, String name) {
        return in.arrayOrEmpty(name).toObjects(MessageQueueJson::read);
    }

    /** Writes a member that is a table from queue to a value. */
    public static void writeTable(
            JsonOut out, String name, Map<MessageQueue, ? extends JsonBody> table) {
        out.name(name).beginObject();
        for (Map.Entry<MessageQueue, ? extends JsonBody> row : new TreeMap<>(table).entrySet()) {
            out.objectKey(body(row.getKey())).value(row.getValue());
        }
        out.endObject();
    }

    /** Writes a table from queue to offset as one object. */
    public static void writeOffsets(JsonOut out, Map<MessageQueue, Long> offsets) {
        out.beginObject();
        for (Map.Entry<MessageQueue, Long> row : new TreeMap<>(offsets).entrySet()) {
            out.objectKey(body(row.getKey())).value(row.getValue());
        }
        out.endObject();
    }

    /** Reads a table from queue to a value of the caller's type. */
    public static <V> SortedMap<MessageQueue, V> readTable(
            JsonObject table, Function<JsonValue, V> value) {
        SortedMap<MessageQueue, V> rows = new TreeMap<>();
        for (JsonObject.Entry row : table.entries()) {
            rows.put(read(row.key().asObject()), value.apply(row.value()));
        }
        return rows;
    }
}
