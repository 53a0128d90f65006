package io.apogeemq.remoting.protocol.group;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import java.util.Objects;

/**
 * One connected producer of a group.
 *
 * <p>Source: wire spec, requests-admin, "GET_ALL_PRODUCER_INFO".
 *
 * <p>Threads: immutable.
 */
public record ConnectedProducer(
        String clientId,
        String remoteAddress, // /ip:port
        String language,
        int version,
        long lastUpdateTimestamp)
        implements JsonBody {

    /** Checks that nothing is null. */
    public ConnectedProducer {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(remoteAddress, "remoteAddress");
        Objects.requireNonNull(language, "language");
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ConnectedProducer read(JsonObject in) {
        return new ConnectedProducer(
                in.stringOr("clientId", ""),
                in.stringOr("remoteIP", ""),
                in.stringOr("language", ""),
                in.intOr("version", 0),
                in.longOr("lastUpdateTimestamp", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .memberUnlessEmpty("clientId", clientId)
                .memberUnlessEmpty("language", language)
                .member("lastUpdateTimestamp", lastUpdateTimestamp)
                .memberUnlessEmpty("remoteIP", remoteAddress)
                .member("version", version)
                .endObject();
    }
}
