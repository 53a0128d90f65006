package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.route.TopicQueueMapping;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Topics of one broker with the version of the table: what it registers at name servers, what a slave
 * fetches (GET_ALL_TOPIC_CONFIG, 21) and what topics.json holds. The peers call it the topic config
 * serialize wrapper.
 *
 * <p>Source: wire spec, requests-namesrv, section 2; requests-ha-controller, section 1. Peers of 4.x
 * send the version and the topics alone.
 *
 * <p>Threads: immutable.
 */
public record TopicConfigTable(
        DataVersion dataVersion,
        Map<String, TopicConfig> topics, // by name
        DataVersion mappingDataVersion,
        Map<String, TopicQueueMapping> mappings) // static topics only, by topic
        implements JsonBody {

    /** Takes copies that keep the order of the given maps. */
    public TopicConfigTable {
        Objects.requireNonNull(dataVersion, "dataVersion");
        Objects.requireNonNull(mappingDataVersion, "mappingDataVersion");
        topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
        mappings = Collections.unmodifiableMap(new LinkedHashMap<>(mappings));
    }

    /** A table without static topics. */
    public static TopicConfigTable of(DataVersion dataVersion, Collection<TopicConfig> topics) {
        Map<String, TopicConfig> byName = new LinkedHashMap<>();
        topics.forEach(topic -> byName.put(topic.topicName(), topic));
        return new TopicConfigTable(dataVersion, byName, DataVersion.NONE, Map.of());
    }

    /** Reads a body that is a table. */
    public static TopicConfigTable fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form. */
    public static TopicConfigTable read(JsonObject in) {
        return new TopicConfigTable(
                DataVersion.read(in.objectOrEmpty("dataVersion")),
                readTopics(in.objectOrEmpty("topicConfigTable")),
                DataVersion.read(in.objectOrEmpty("mappingDataVersion")),
                in.objectOrEmpty("topicQueueMappingInfoMap")
                        .toMap(
                                key -> key.asString(),
                                value -> TopicQueueMapping.read(value.asObject())));
    }

    private static Map<String, TopicConfig> readTopics(JsonObject table) {
        Map<String, TopicConfig> topics = new LinkedHashMap<>();
        for (JsonObject.Entry row : table.entries()) {
            TopicConfig topic = TopicConfigJson.read(row.value().asObject());
            topics.put(topic.topicName(), topic);
        }
        return topics;
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("dataVersion", dataVersion)
                .member("mappingDataVersion", mappingDataVersion)
                .name("topicConfigTable")
                .beginObject();
        for (TopicConfig topic : topics.values()) {
            out.name(topic.topicName());
            TopicConfigJson.write(out, topic);
        }
        out.endObject()
                .name("topicQueueMappingDetailMap")
                .beginObject()
                .endObject()
                .objectsByName("topicQueueMappingInfoMap", mappings)
                .endObject();
    }
}
