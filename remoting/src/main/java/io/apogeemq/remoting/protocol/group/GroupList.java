package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;

/**
 * Body of the reply to QUERY_TOPIC_CONSUME_BY_WHO (300): the groups that consume a topic.
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record GroupList(List<String> groupList) implements JsonBody {

    /** Takes copies of the collections. */
    public GroupList {
        groupList = List.copyOf(groupList);
    }

    /** Reads the body. */
    public static GroupList fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static GroupList read(JsonObject in) {
        return new GroupList(in.arrayOrEmpty("groupList").toStrings());
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().strings("groupList", groupList).endObject();
    }
}
