package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import java.util.Objects;

/**
 * One connected client in the lists of connections.
 *
 * <p>Source: wire spec, requests-admin, "GET_CONSUMER_CONNECTION_LIST".
 *
 * <p>Threads: immutable.
 */
public record ClientConnection(
        String clientAddr, // ip:port
        String clientId,
        String language, // name of a LanguageCode
        int version) // protocol version
        implements JsonBody {

    /** Checks that nothing is null. */
    public ClientConnection {
        Objects.requireNonNull(clientAddr, "clientAddr");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(language, "language");
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ClientConnection read(JsonObject in) {
        return new ClientConnection(
                in.stringOr("clientAddr", ""),
                in.stringOr("clientId", ""),
                in.stringOr("language", "OTHER"),
                in.intOr("version", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .memberUnlessEmpty("clientAddr", clientAddr)
                .memberUnlessEmpty("clientId", clientId)
                .member("language", language)
                .member("version", version)
                .endObject();
    }
}
