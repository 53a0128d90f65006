package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;

/**
 * Body of the reply to GET_PRODUCER_CONNECTION_LIST (204): who produces in a group.
 *
 * <p>Source: wire spec, requests-admin, "GET_PRODUCER_CONNECTION_LIST".
 *
 * <p>Threads: immutable.
 */
public record ProducerConnection(List<ClientConnection> connectionSet) implements JsonBody {

    /** Takes copies of the collections. */
    public ProducerConnection {
        connectionSet = List.copyOf(connectionSet);
    }

    /** Reads the body. */
    public static ProducerConnection fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ProducerConnection read(JsonObject in) {
        return new ProducerConnection(
                in.arrayOrEmpty("connectionSet").toObjects(ClientConnection::read));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().objects("connectionSet", connectionSet).endObject();
    }
}
