package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;

/**
 * Body of the reply to QUERY_CONSUME_TIME_SPAN (303).
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record ConsumeTimeSpans(List<QueueTimeSpan> consumeTimeSpanSet) implements JsonBody {

    /** Takes copies of the collections. */
    public ConsumeTimeSpans {
        consumeTimeSpanSet = List.copyOf(consumeTimeSpanSet);
    }

    /** Reads the body. */
    public static ConsumeTimeSpans fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ConsumeTimeSpans read(JsonObject in) {
        return new ConsumeTimeSpans(
                in.arrayOrEmpty("consumeTimeSpanSet").toObjects(QueueTimeSpan::read));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().objects("consumeTimeSpanSet", consumeTimeSpanSet).endObject();
    }
}
