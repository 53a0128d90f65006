package io.apogeemq.remoting.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * A text that two JSON values share exactly when they mean the same: members sorted, array elements
 * sorted (the protocol's arrays are sets), numbers and texts alike.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    public static String of(byte[] utf8) {
        return of(JsonTreeReader.read(utf8));
    }

    private static String of(Object value) {
        if (value instanceof JsonObject object) {
            TreeMap<String, String> members = new TreeMap<>();
            for (JsonObject.Entry entry : object.entries()) {
                members.put(of(entry.key().raw()), of(entry.value().raw()));
            }
            return members.toString();
        }
        if (value instanceof JsonArray array) {
            List<String> elements = new ArrayList<>(array.toList(element -> of(element.raw())));
            Collections.sort(elements);
            return elements.toString();
        }
        return String.valueOf(value);
    }
}
