package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.WireJson;
import java.util.List;
import java.util.Objects;

/**
 * Body of the reply to VERIFY_STORE (30001): the latest verification of a broker's store.
 *
 * <p>Threads: immutable.
 *
 * @param run number of the verification since the broker started; 0 before the first. In the answer to
 *     a start: the number the asked one will have
 * @param problem why it ended early; empty when it did not
 */
public record VerifyStoreStatus(
        long run,
        boolean running,
        boolean complete,
        long beganMillis,
        long endedMillis,
        long logBytes,
        long logBytesTotal,
        long records,
        long damages,
        long notes,
        String problem,
        List<VerifyFinding> findings)
        implements JsonBody {

    /** Checks that nothing is null. */
    public VerifyStoreStatus {
        Objects.requireNonNull(problem, "problem");
        findings = List.copyOf(findings);
    }

    /** Reads the body. */
    public static VerifyStoreStatus fromJson(byte[] body) {
        JsonObject in = WireJson.object(body);
        return new VerifyStoreStatus(
                in.longOr("run", 0),
                in.booleanOr("running", false),
                in.booleanOr("complete", false),
                in.longOr("beganMillis", 0),
                in.longOr("endedMillis", 0),
                in.longOr("logBytes", 0),
                in.longOr("logBytesTotal", 0),
                in.longOr("records", 0),
                in.longOr("damages", 0),
                in.longOr("notes", 0),
                in.stringOr("problem", ""),
                in.arrayOrEmpty("findings").toObjects(VerifyFinding::read));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("beganMillis", beganMillis)
                .member("complete", complete)
                .member("damages", damages)
                .member("endedMillis", endedMillis)
                .objects("findings", findings)
                .member("logBytes", logBytes)
                .member("logBytesTotal", logBytesTotal)
                .member("notes", notes)
                .member("problem", problem)
                .member("records", records)
                .member("run", run)
                .member("running", running)
                .endObject();
    }
}
