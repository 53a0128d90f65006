package io.apogeemq.remoting.protocol.route;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import java.util.Objects;

/**
 * How many queues a topic has on one broker, and what may be done with them.
 *
 * <p>Source: wire spec, requests-core, "Route". Some old peers spell the last member topicSynFlag.
 *
 * <p>Threads: immutable.
 */
public record QueueData(
        String brokerName,
        int readQueueNums,
        int writeQueueNums,
        int perm, // bits of QueuePermission
        int topicSysFlag)
        implements JsonBody {

    /** Checks that the name is not null. */
    public QueueData {
        Objects.requireNonNull(brokerName, "brokerName");
    }

    /** Reads the JSON form. */
    public static QueueData read(JsonObject in) {
        return new QueueData(
                in.requireString("brokerName"),
                in.intOr("readQueueNums", 0),
                in.intOr("writeQueueNums", 0),
                in.intOr("perm", 0),
                in.intOr("topicSysFlag", in.intOr("topicSynFlag", 0)));
    }

    /** The same queues with another permission. */
    public QueueData withPerm(int newPerm) {
        return new QueueData(brokerName, readQueueNums, writeQueueNums, newPerm, topicSysFlag);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("brokerName", brokerName)
                .member("perm", perm)
                .member("readQueueNums", readQueueNums)
                .member("topicSysFlag", topicSysFlag)
                .member("writeQueueNums", writeQueueNums)
                .endObject();
    }
}
