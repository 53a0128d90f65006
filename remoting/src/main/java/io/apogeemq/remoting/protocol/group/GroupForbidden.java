package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.Objects;

/**
 * Body of the reply to UPDATE_AND_GET_GROUP_FORBIDDEN (353): whether a group may read a topic.
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record GroupForbidden(String group, String topic, boolean readable) implements JsonBody {

    /** Checks that nothing is null. */
    public GroupForbidden {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(topic, "topic");
    }

    /** Reads the body. */
    public static GroupForbidden fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static GroupForbidden read(JsonObject in) {
        return new GroupForbidden(
                in.requireString("group"),
                in.requireString("topic"),
                in.booleanOr("readable", true));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("group", group)
                .member("readable", readable)
                .member("topic", topic)
                .endObject();
    }
}
