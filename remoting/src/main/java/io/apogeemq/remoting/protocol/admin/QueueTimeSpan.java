package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.protocol.MessageQueueJson;
import java.util.Objects;

/**
 * The store times of the oldest, newest and next message of a queue for one group.
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record QueueTimeSpan(
        MessageQueue messageQueue,
        long minTimeStamp,
        long maxTimeStamp,
        long consumeTimeStamp,
        long delayTime) // ms behind the newest
        implements JsonBody {

    /** Checks that nothing is null. */
    public QueueTimeSpan {
        Objects.requireNonNull(messageQueue, "messageQueue");
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static QueueTimeSpan read(JsonObject in) {
        return new QueueTimeSpan(
                MessageQueueJson.read(in.requireObject("messageQueue")),
                in.longOr("minTimeStamp", 0),
                in.longOr("maxTimeStamp", 0),
                in.longOr("consumeTimeStamp", 0),
                in.longOr("delayTime", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("consumeTimeStamp", consumeTimeStamp)
                .member("delayTime", delayTime)
                .member("maxTimeStamp", maxTimeStamp)
                .member("messageQueue", MessageQueueJson.body(messageQueue))
                .member("minTimeStamp", minTimeStamp)
                .endObject();
    }
}
