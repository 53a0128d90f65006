package io.apogeemq.remoting.protocol.namesrv;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.Map;

/**
 * Body that is a table of texts: a namespace of the name server's configuration, the order
 * configuration in a registration's reply, the state of a broker (GET_BROKER_RUNTIME_INFO, 28).
 *
 * <p>Source: wire spec, requests-namesrv, section 13; requests-admin, section 1.
 *
 * <p>Threads: immutable.
 */
public record KvTable(Map<String, String> table) implements JsonBody {

    /** Takes a copy of the table. */
    public KvTable {
        table = Map.copyOf(table);
    }

    /** Reads the body. */
    public static KvTable fromJson(byte[] body) {
        return new KvTable(WireJson.object(body).objectOrEmpty("table").toTexts());
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().texts("table", table).endObject();
    }
}
