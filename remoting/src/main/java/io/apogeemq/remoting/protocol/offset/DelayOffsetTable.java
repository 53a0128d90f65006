package io.apogeemq.remoting.protocol.offset;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import io.apogeemq.remoting.json.WireJson;
import io.apogeemq.remoting.protocol.DataVersion;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far each delay level has been delivered: body of the reply to GET_ALL_DELAY_OFFSET (45) and
 * content of delayOffset.json.
 *
 * <p>Source: wire spec, requests-ha-controller, section 1.
 *
 * <p>Threads: immutable.
 */
public record DelayOffsetTable(
        DataVersion dataVersion, SortedMap<Integer, Long> offsetTable) // queue offset by level
        implements JsonBody {

    /** Takes a copy of the table. */
    public DelayOffsetTable {
        Objects.requireNonNull(dataVersion, "dataVersion");
        offsetTable = Collections.unmodifiableSortedMap(new TreeMap<>(offsetTable));
    }

    /** Reads the body. */
    public static DelayOffsetTable fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new DelayOffsetTable(
                DataVersion.read(in.objectOrEmpty("dataVersion")),
                new TreeMap<>(
                        in.objectOrEmpty("offsetTable")
                                .toMap(JsonValue::asInt, JsonValue::asLong)));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().member("dataVersion", dataVersion).name("offsetTable").beginObject();
        for (Map.Entry<Integer, Long> level : offsetTable.entrySet()) {
            out.integerKey(level.getKey()).value(level.getValue());
        }
        out.endObject().endObject();
    }
}
