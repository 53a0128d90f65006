package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.common.topic.TopicFilterType;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;

/**
 * The JSON form of a {@link TopicConfig}, on the wire and in topics.json.
 *
 * <p>Source: wire spec, requests-admin, "UPDATE_AND_CREATE_TOPIC". Peers of 4.x know no attributes.
 *
 * <p>Threads: pure functions.
 */
public final class TopicConfigJson {

    private TopicConfigJson() {}

    /** The config as something that can be written. */
    public static JsonBody body(TopicConfig config) {
        return out -> write(out, config);
    }

    /** The config as a body. */
    public static byte[] toJson(TopicConfig config) {
        return body(config).toJson();
    }

    /** Reads a body that is one config. */
    public static TopicConfig fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Writes the config as an object. */
    public static void write(JsonOut out, TopicConfig config) {
        out.beginObject();
        writeMembers(out, config);
        out.endObject();
    }

    /** Writes the members alone, for objects that have more of them. */
    static void writeMembers(JsonOut out, TopicConfig config) {
        out.texts("attributes", config.attributes())
                .member("order", config.order())
                .member("perm", config.perm())
                .member("readQueueNums", config.readQueueNums())
                .member("topicFilterType", config.topicFilterType().name())
                .member("topicName", config.topicName())
                .member("topicSysFlag", config.topicSysFlag())
                .member("writeQueueNums", config.writeQueueNums());
    }

    /** Reads one config; the name must be there, the rest has the defaults of a new topic. */
    public static TopicConfig read(JsonObject in) {
        return new TopicConfig(
                in.requireString("topicName"),
                in.intOr("readQueueNums", TopicConfig.DEFAULT_QUEUE_NUMS),
                in.intOr("writeQueueNums", TopicConfig.DEFAULT_QUEUE_NUMS),
                in.intOr("perm", QueuePermission.READ_WRITE),
                TopicFilterType.parse(in.stringOr("topicFilterType", "")),
                in.intOr("topicSysFlag", 0),
                in.booleanOr("order", false),
                in.objectOrEmpty("attributes").toTexts());
    }
}
