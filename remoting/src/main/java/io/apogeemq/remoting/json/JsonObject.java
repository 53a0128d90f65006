package io.apogeemq.remoting.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A parsed object: either a structure with named members, or a map whose keys are texts, integers or
 * objects. Of a name that occurs twice the last one counts.
 *
 * <p>Members are found by looking through them: structures of the protocol have a dozen.
 *
 * <p>Threads: immutable.
 */
public final class JsonObject {

    private static final JsonObject EMPTY = new JsonObject(new Object[0]);

    private final Object[] keysAndValues;

    JsonObject(Object[] keysAndValues) {
        this.keysAndValues = keysAndValues;
    }

    /** One entry of a map. */
    public record Entry(JsonValue key, JsonValue value) {}

    /** Number of members or entries. */
    public int size() {
        return keysAndValues.length / 2;
    }

    /** The member is there and is not null. */
    public boolean has(String name) {
        return raw(name) != null;
    }

    /** The member is there and is an array, for members that may be either. */
    public boolean isArray(String name) {
        return raw(name) instanceof JsonArray;
    }

    /** The member, which may be absent. */
    public JsonValue member(String name) {
        return new JsonValue(name, raw(name));
    }

    /** A text that must be there. */
    public String requireString(String name) {
        return member(name).asString();
    }

    /** A text, or the default when absent. */
    public String stringOr(String name, String ifAbsent) {
        JsonValue value = member(name);
        return value.isAbsent() ? ifAbsent : value.asString();
    }

    /** A whole number that must be there. */
    public int requireInt(String name) {
        return member(name).asInt();
    }

    /** A whole number, or the default when absent. */
    public int intOr(String name, int ifAbsent) {
        JsonValue value = member(name);
        return value.isAbsent() ? ifAbsent : value.asInt();
    }

    /** A whole number that must be there. */
    public long requireLong(String name) {
        return member(name).asLong();
    }

    /** A whole number, or the default when absent. */
    public long longOr(String name, long ifAbsent) {
        JsonValue value = member(name);
        return value.isAbsent() ? ifAbsent : value.asLong();
    }

    /** A number, or the default when absent. */
    public double doubleOr(String name, double ifAbsent) {
        JsonValue value = member(name);
        return value.isAbsent() ? ifAbsent : value.asDouble();
    }

    /** True or false, or the default when absent. */
    public boolean booleanOr(String name, boolean ifAbsent) {
        JsonValue value = member(name);
        return value.isAbsent() ? ifAbsent : value.asBoolean();
    }

    /** An object that must be there. */
    public JsonObject requireObject(String name) {
        return member(name).asObject();
    }

    /** An object, or an empty one when absent. */
    public JsonObject objectOrEmpty(String name) {
        JsonValue value = member(name);
        return value.isAbsent() ? EMPTY : value.asObject();
    }

    /** An array, or an empty one when absent. */
    public JsonArray arrayOrEmpty(String name) {
        JsonValue value = member(name);
        return value.isAbsent() ? JsonArray.EMPTY : value.asArray();
    }

    /** Every entry of a map, in the order of the text; those without a value are left out. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(size());
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (keysAndValues[i + 1] != null) {
                Object key = keysAndValues[i];
                String name = key instanceof String text ? text : "value of an object key";
                entries.add(
                        new Entry(
                                new JsonValue("key of a map", key),
                                new JsonValue(name, keysAndValues[i + 1])));
            }
        }
        return entries;
    }

    /** A map by keys and values of the caller's types, immutable, in the order of the text. */
    public <K, V> Map<K, V> toMap(Function<JsonValue, K> key, Function<JsonValue, V> value) {
        Map<K, V> map = new LinkedHashMap<>();
        for (Entry entry : entries()) {
            map.put(key.apply(entry.key()), value.apply(entry.value()));
        }
        return Collections.unmodifiableMap(map);
    }

    /** A map from text to text. */
    public Map<String, String> toTexts() {
        return toMap(JsonValue::asString, JsonValue::asString);
    }

    private Object raw(String name) {
        for (int i = keysAndValues.length - 2; i >= 0; i -= 2) {
            if (name.equals(keysAndValues[i])) {
                return keysAndValues[i + 1];
            }
        }
        return null;
    }
}
