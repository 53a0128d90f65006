package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;

/**
 * Count and rate of one statistic over a span of time.
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record BrokerStatsItem(long sum, double tps, double avgpt) // average value per event
        implements JsonBody {

    /** Reads the JSON form; absent members have their defaults. */
    public static BrokerStatsItem read(JsonObject in) {
        return new BrokerStatsItem(
                in.longOr("sum", 0), in.doubleOr("tps", 0), in.doubleOr("avgpt", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject().member("avgpt", avgpt).member("sum", sum).member("tps", tps).endObject();
    }
}
