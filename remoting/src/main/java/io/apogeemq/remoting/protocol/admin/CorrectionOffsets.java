package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Body of the reply to QUERY_CORRECTION_OFFSET (308): the smallest offset of each queue over groups.
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record CorrectionOffsets(SortedMap<Integer, Long> correctionOffsets) // by queue id
        implements JsonBody {

    /** Takes a copy of the table. */
    public CorrectionOffsets {
        correctionOffsets = Collections.unmodifiableSortedMap(new TreeMap<>(correctionOffsets));
    }

    /** Reads the body. */
    public static CorrectionOffsets fromJson(byte[] body) {
        return new CorrectionOffsets(
                new TreeMap<>(
                        WireJson.object(body)
                                .objectOrEmpty("correctionOffsets")
                                .toMap(JsonValue::asInt, JsonValue::asLong)));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().name("correctionOffsets").beginObject();
        for (Map.Entry<Integer, Long> queue : correctionOffsets.entrySet()) {
            out.integerKey(queue.getKey()).value(queue.getValue());
        }
        out.endObject().endObject();
    }
}
