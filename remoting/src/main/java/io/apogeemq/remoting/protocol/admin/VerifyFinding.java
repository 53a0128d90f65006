package io.apogeemq.remoting.protocol.admin;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import java.util.Objects;

/**
 * One thing that a verification found, in words.
 *
 * @param kind what it is, a name in capitals
 * @param damage whether it means damage; else it is only worth knowing
 * @param place file, position, offsets, topic and queue as far as known
 * @param detail what was found
 * @param meaning what the kind means
 * @param advice what to do
 * @param count how many bytes or entries are concerned
 */
public record VerifyFinding(
        String kind,
        boolean damage,
        String place,
        String detail,
        String meaning,
        String advice,
        long count)
        implements JsonBody {

    /** Checks that no text is null. */
    public VerifyFinding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(meaning, "meaning");
        Objects.requireNonNull(advice, "advice");
    }

    /** Reads the JSON form; absent members have their defaults. */
    public static VerifyFinding read(JsonObject in) {
        return new VerifyFinding(
                in.stringOr("kind", ""),
                in.booleanOr("damage", true),
                in.stringOr("place", ""),
                in.stringOr("detail", ""),
                in.stringOr("meaning", ""),
                in.stringOr("advice", ""),
                in.longOr("count", 1));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("advice", advice)
                .member("count", count)
                .member("damage", damage)
                .member("detail", detail)
                .member("kind", kind)
                .member("meaning", meaning)
                .member("place", place)
                .endObject();
    }
}
