package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;

/**
 * State of one popped queue inside a consumer.
 *
 * <p>Source: wire spec, requests-admin, "GET_CONSUMER_RUNNING_INFO".
 *
 * <p>Threads: immutable.
 */
public record PopProcessQueueInfo(
        int waitAckCount,
        boolean dropped, // spelled so on the wire
        long lastPopTimestamp)
        implements JsonBody {

    /** Reads the JSON form; absent members have their defaults. */
    public static PopProcessQueueInfo read(JsonObject in) {
        return new PopProcessQueueInfo(
                in.intOr("waitAckCount", 0),
                in.booleanOr("droped", false),
                in.longOr("lastPopTimestamp", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("droped", dropped)
                .member("lastPopTimestamp", lastPopTimestamp)
                .member("waitAckCount", waitAckCount)
                .endObject();
    }
}
