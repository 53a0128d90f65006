package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.Objects;

/**
 * Body of the reply to CONSUME_MESSAGE_DIRECTLY (309).
 *
 * <p>Source: wire spec, requests-core, "Broker-to-consumer calls".
 *
 * <p>Threads: immutable.
 */
public record ConsumeMessageDirectlyResult(
        boolean order,
        boolean autoCommit,
        String consumeResult, // CR_SUCCESS, CR_LATER, CR_ROLLBACK, CR_COMMIT, CR_THROW_EXCEPTION
        // or CR_RETURN_NULL
        String remark,
        long spentTimeMillis) // "Mills" on the wire
        implements JsonBody {

    /** Checks that nothing is null. */
    public ConsumeMessageDirectlyResult {
        Objects.requireNonNull(consumeResult, "consumeResult");
        Objects.requireNonNull(remark, "remark");
    }

    /** Reads the body. */
    public static ConsumeMessageDirectlyResult fromJson(byte[] body) {
        return read(WireJson.object(body));
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static ConsumeMessageDirectlyResult read(JsonObject in) {
        return new ConsumeMessageDirectlyResult(
                in.booleanOr("order", false),
                in.booleanOr("autoCommit", true),
                in.requireString("consumeResult"),
                in.stringOr("remark", ""),
                in.longOr("spentTimeMills", 0));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("autoCommit", autoCommit)
                .member("consumeResult", consumeResult)
                .member("order", order)
                .memberUnlessEmpty("remark", remark)
                .member("spentTimeMills", spentTimeMillis)
                .endObject();
    }
}
