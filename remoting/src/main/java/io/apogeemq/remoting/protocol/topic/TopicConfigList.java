package io.apogeemq.remoting.protocol.topic;

import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;

/**
 * Body of UPDATE_AND_CREATE_TOPIC_LIST (18). The keys of attributes begin with plus or minus there.
 *
 * <p>Source: wire spec, requests-admin, "UPDATE_AND_CREATE_TOPIC".
 *
 * <p>Threads: immutable.
 */
public record TopicConfigList(List<TopicConfig> topicConfigList) implements JsonBody {

    /** Takes a copy of the list. */
    public TopicConfigList {
        topicConfigList = List.copyOf(topicConfigList);
    }

    /** Reads the body. */
    public static TopicConfigList fromJson(byte[] body) {
        return new TopicConfigList(
                WireJson.object(body)
                        .arrayOrEmpty("topicConfigList")
                        .toObjects(TopicConfigJson::read));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .objects(
                        "topicConfigList",
                        topicConfigList.stream().map(TopicConfigJson::body).toList())
                .endObject();
    }
}
