package io.apogeemq.remoting.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * A parsed array. Nulls in it are left out.
 *
 * <p>Threads: immutable.
 */
public final class JsonArray {

    static final JsonArray EMPTY = new JsonArray(List.of());

    private final List<Object> values;

    JsonArray(List<Object> values) {
        this.values = values;
    }

    /** Number of elements, nulls included. */
    public int size() {
        return values.size();
    }

    /** The elements as the caller's type, immutable. */
    public <T> List<T> toList(Function<JsonValue, T> element) {
        List<T> list = new ArrayList<>(values.size());
        for (Object value : values) {
            if (value != null) {
                list.add(element.apply(new JsonValue("element of an array", value)));
            }
        }
        return Collections.unmodifiableList(list);
    }

    /** The elements as texts. */
    public List<String> toStrings() {
        return toList(JsonValue::asString);
    }

    /** The elements as objects of the caller's type. */
    public <T> List<T> toObjects(Function<JsonObject, T> element) {
        return toList(value -> element.apply(value.asObject()));
    }
}
