package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;

/**
 * Speed of one topic inside a push consumer.
 *
 * <p>Source: wire spec, requests-admin, "GET_CONSUMER_RUNNING_INFO".
 *
 * <p>Threads: immutable.
 */
public record ConsumeStatus(
        double pullMillis,
        double pullTps,
        double consumeMillis,
        double consumeOkTps,
        double consumeFailedTps,
        long consumeFailedMsgs)
        implements JsonBody {

    /** Reads the JSON form; absent members have their defaults. */
    public static ConsumeStatus read(JsonObject in) {
        return new ConsumeStatus(
                in.doubleOr("pullRT", 0),
                in.doubleOr("pullTPS", 0),
                in.doubleOr("consumeRT", 0),
                in.doubleOr("consumeOKTPS", 0),
                in.doubleOr("consumeFailedTPS", 0),
                in.longOr("consumeFailedMsgs", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("consumeFailedMsgs", consumeFailedMsgs)
                .member("consumeFailedTPS", consumeFailedTps)
                .member("consumeOKTPS", consumeOkTps)
                .member("consumeRT", consumeMillis)
                .member("pullRT", pullMillis)
                .member("pullTPS", pullTps)
                .endObject();
    }
}
