package io.apogeemq.remoting.protocol.topic;

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
 * Body of the reply to GET_TOPIC_STATS_INFO (202).
 *
 * <p>Source: wire spec, requests-admin, "GET_TOPIC_STATS_INFO".
 *
 * <p>Threads: immutable.
 */
public record TopicStatsTable(SortedMap<MessageQueue, TopicOffset> offsetTable, double topicPutTps)
        implements JsonBody {

    /** Takes copies of the collections. */
    public TopicStatsTable {
        offsetTable = Collections.unmodifiableSortedMap(new TreeMap<>(offsetTable));
    }

    /** Reads the body. */
    public static TopicStatsTable fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static TopicStatsTable read(JsonObject in) {
        return new TopicStatsTable(
                MessageQueueJson.readTable(
                        in.objectOrEmpty("offsetTable"),
                        value -> TopicOffset.read(value.asObject())),
                in.doubleOr("topicPutTps", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject();
        MessageQueueJson.writeTable(out, "offsetTable", offsetTable);
        out.member("topicPutTps", topicPutTps).endObject();
    }
}
