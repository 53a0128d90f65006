package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Body of the reply to GET_CONSUME_STATS (208): how far a group is, and how fast.
 *
 * <p>Source: wire spec, requests-admin, "GET_CONSUME_STATS".
 *
 * <p>Threads: immutable.
 */
public record ConsumeStats(SortedMap<MessageQueue, QueueProgress> offsetTable, double consumeTps)
        implements JsonBody {

    /** Takes copies of the collections. */
    public ConsumeStats {
        offsetTable = Collections.unmodifiableSortedMap(new TreeMap<>(offsetTable));
    }

    /** Reads the body. */
    public static ConsumeStats fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ConsumeStats read(JsonObject in) {
        return new ConsumeStats(
                MessageQueueJson.readTable(
                        in.objectOrEmpty("offsetTable"),
                        value -> QueueProgress.read(value.asObject())),
                in.doubleOr("consumeTps", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().member("consumeTps", consumeTps);
        MessageQueueJson.writeTable(out, "offsetTable", offsetTable);
        out.endObject();
    }
}
