package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import java.util.Objects;

/**
 * One entry of a ConsumeQueue as tools see it.
 *
 * <p>Source: wire spec, requests-admin, "QUERY_CONSUME_QUEUE".
 *
 * <p>Threads: immutable.
 */
public record ConsumeQueueRow(
        long physicalOffset,
        int recordBytes,
        long tagsCode,
        boolean matches, // the filter of the group takes it
        String problem) // why it could not be evaluated
        implements JsonBody {

    /** Checks that nothing is null. */
    public ConsumeQueueRow {
        Objects.requireNonNull(problem, "problem");
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ConsumeQueueRow read(JsonObject in) {
        return new ConsumeQueueRow(
                in.longOr("physicOffset", 0),
                in.intOr("physicSize", 0),
                in.longOr("tagsCode", 0),
                in.booleanOr("eval", false),
                in.stringOr("msg", ""));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("eval", matches)
                .memberUnlessEmpty("msg", problem)
                .member("physicOffset", physicalOffset)
                .member("physicSize", recordBytes)
                .member("tagsCode", tagsCode)
                .endObject();
    }
}
