package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.Objects;

/**
 * Body of the reply to VIEW_BROKER_STATS_DATA (315).
 *
 * <p>Source: wire spec, requests-admin, "Others".
 *
 * <p>Threads: immutable.
 */
public record BrokerStatsData(
        BrokerStatsItem statsMinute, BrokerStatsItem statsHour, BrokerStatsItem statsDay)
        implements JsonBody {

    /** Checks that nothing is null. */
    public BrokerStatsData {
        Objects.requireNonNull(statsMinute, "statsMinute");
        Objects.requireNonNull(statsHour, "statsHour");
        Objects.requireNonNull(statsDay, "statsDay");
    }

    /** Reads the body. */
    public static BrokerStatsData fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static BrokerStatsData read(JsonObject in) {
        return new BrokerStatsData(
                BrokerStatsItem.read(in.objectOrEmpty("statsMinute")),
                BrokerStatsItem.read(in.objectOrEmpty("statsHour")),
                BrokerStatsItem.read(in.objectOrEmpty("statsDay")));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("statsDay", statsDay)
                .member("statsHour", statsHour)
                .member("statsMinute", statsMinute)
                .endObject();
    }
}
