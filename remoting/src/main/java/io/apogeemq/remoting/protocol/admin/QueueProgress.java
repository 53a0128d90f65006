package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;

/**
 * How far a group is in one queue.
 *
 * <p>Source: wire spec, requests-admin, "GET_CONSUME_STATS".
 *
 * <p>Threads: immutable.
 */
public record QueueProgress(
        long brokerOffset, // end of the queue
        long consumerOffset,
        long lastTimestamp, // ms, store time of the last consumed message
        long pullOffset) // unknown to 4.x
        implements JsonBody {

    /** Reads the JSON form; absent members have their defaults. */
    public static QueueProgress read(JsonObject in) {
        return new QueueProgress(
                in.longOr("brokerOffset", 0),
                in.longOr("consumerOffset", 0),
                in.longOr("lastTimestamp", 0),
                in.longOr("pullOffset", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("brokerOffset", brokerOffset)
                .member("consumerOffset", consumerOffset)
                .member("lastTimestamp", lastTimestamp)
                .member("pullOffset", pullOffset)
                .endObject();
    }
}
