package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;

/**
 * Where one queue of a topic begins and ends.
 *
 * <p>Source: wire spec, requests-admin, "GET_TOPIC_STATS_INFO".
 *
 * <p>Threads: immutable.
 */
public record TopicOffset(
        long minOffset,
        long maxOffset,
        long lastUpdateTimestamp) // ms, store time of the last message
        implements JsonBody {

    /** Reads the JSON form; absent members have their defaults. */
    public static TopicOffset read(JsonObject in) {
        return new TopicOffset(
                in.longOr("minOffset", 0),
                in.longOr("maxOffset", 0),
                in.longOr("lastUpdateTimestamp", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("lastUpdateTimestamp", lastUpdateTimestamp)
                .member("maxOffset", maxOffset)
                .member("minOffset", minOffset)
                .endObject();
    }
}
