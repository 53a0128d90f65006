package io.apogeemq.remoting.protocol.heartbeat;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import java.util.Objects;

/**
 * One producer group in a heartbeat.
 *
 * <p>Threads: immutable.
 */
public record ProducerData(String groupName) implements JsonBody {

    /** Checks that the name is not null. */
    public ProducerData {
        Objects.requireNonNull(groupName, "groupName");
    }

    /** Reads the JSON form. */
    public static ProducerData read(JsonObject in) {
        return new ProducerData(in.requireString("groupName"));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().member("groupName", groupName).endObject();
    }
}
