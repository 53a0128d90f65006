package io.apogeemq.remoting.protocol.heartbeat;

import io.apogeemq.remoting.json.JsonBody;
import io.apogeemq.remoting.json.JsonObject;
import io.apogeemq.remoting.json.JsonOut;
import io.apogeemq.remoting.json.JsonValue;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What a consumer wants of one topic: an expression, and for tags the names and their hash codes.
 *
 * <p>Source: wire spec, requests-core, "HEART_BEAT".
 *
 * <p>Threads: immutable.
 */
public record SubscriptionData(
        String topic,
        String subString, // the expression
        String expressionType, // TAG or SQL92
        long subVersion, // ms; the newer one of two for a topic counts
        Set<String> tagsSet, // empty: all
        Set<Integer> codeSet, // TagHash of each tag
        boolean classFilterMode) // a removed feature of the peers
        implements JsonBody {

    /** Expression that takes every message. */
    public static final String ALL = "*";

    /** Expression type of tag lists, also meant by an absent type. */
    public static final String TAG = "TAG";

    /** Expression type of SQL conditions over properties. */
    public static final String SQL92 = "SQL92";

    /** Takes copies of the sets, in their order. */
    public SubscriptionData {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(subString, "subString");
        Objects.requireNonNull(expressionType, "expressionType");
        tagsSet = Collections.unmodifiableSet(new LinkedHashSet<>(tagsSet));
        codeSet = Collections.unmodifiableSet(new LinkedHashSet<>(codeSet));
    }

    /** Whether the expression is a list of tags. */
    public boolean isTagType() {
        return TAG.equals(expressionType);
    }

    /** The same subscription with another version. */
    public SubscriptionData withSubVersion(long version) {
        return new SubscriptionData(
                topic, subString, expressionType, version, tagsSet, codeSet, classFilterMode);
    }

    /** Reads the JSON form. */
    public static SubscriptionData read(JsonObject in) {
        String type = in.stringOr("expressionType", TAG);
        return new SubscriptionData(
                in.requireString("topic"),
                in.stringOr("subString", ""),
                type.isEmpty() ? TAG : type,
                in.longOr("subVersion", 0),
                new LinkedHashSet<>(in.arrayOrEmpty("tagsSet").toStrings()),
                new LinkedHashSet<>(in.arrayOrEmpty("codeSet").toList(JsonValue::asInt)),
                in.booleanOr("classFilterMode", false));
    }

    @Override
    public void write(JsonOut out) {
        out.beginObject()
                .member("classFilterMode", classFilterMode)
                .integers("codeSet", codeSet)
                .member("expressionType", expressionType)
                .member("subString", subString)
                .member("subVersion", subVersion)
                .strings("tagsSet", tagsSet)
                .member("topic", topic)
                .endObject();
    }
}
