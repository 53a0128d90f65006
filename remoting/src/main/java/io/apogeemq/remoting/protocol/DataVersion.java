package io.apogeemq.remoting.protocol;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;

/**
 * The version of a table that is registered, replicated or stored; it changes with every change of
 * the table. Two versions are the same or not: their order says nothing.
 *
 * <p>Source: wire spec, requests-namesrv, section 2.
 *
 * <p>Threads: immutable.
 */
public record DataVersion(
        long stateVersion, // term of the master that made the change
        long timestamp, // ms of the last change
        long counter) // changes since the table began
        implements JsonBody {

    /** The version of a table that nobody has changed. */
    public static final DataVersion NONE = new DataVersion(0, 0, 0);

    /** Reads the JSON form; absent members are zero. */
    public static DataVersion read(JsonObject in) {
        return new DataVersion(
                in.longOr("stateVersion", 0), in.longOr("timestamp", 0), in.longOr("counter", 0));
    }

    /** Reads a body or a text field that is a version. */
    public static DataVersion fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** The version after one more change. */
    public DataVersion next(long stateVersionNow, long nowMillis) {
        return new DataVersion(stateVersionNow, nowMillis, counter + 1);
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("counter", counter)
                .member("stateVersion", stateVersion)
                .member("timestamp", timestamp)
                .endObject();
    }
}
