package io.apogeemq.remoting.json;

import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one JSON text from its beginning to its end, without blanks and in ASCII only: everything
 * else is escaped.
 *
 * <p>The caller gives members in alphabetical order, as the peers do; absent members are left out.
 *
 * <p>Threads: confined to the thread that writes.
 */
public final class JsonOut {

    /** How the keys of a map from integers are written. */
    enum IntegerKeys {
        QUOTED,
        BARE
    }

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text = new StringBuilder(256);
    private final IntegerKeys integerKeys;
    private boolean needsComma;

    JsonOut(IntegerKeys integerKeys) {
        this.integerKeys = integerKeys;
    }

    String text() {
        return text.toString();
    }

    /** Opens an object; its members follow. */
    public JsonOut beginObject() {
        return begin('{');
    }

    /** Closes the object. */
    public JsonOut endObject() {
        return end('}');
    }

    /** Opens an array; its values follow. */
    public JsonOut beginArray() {
        return begin('[');
    }

    /** Closes the array. */
    public JsonOut endArray() {
        return end(']');
    }

    /** The name of a member or a text key of a map; a value follows. */
    public JsonOut name(String name) {
        comma();
        quote(name);
        return colon();
    }

    /** An integer key of a map; a value follows. */
    public JsonOut integerKey(long key) {
        comma();
        if (integerKeys == IntegerKeys.BARE) {
            text.append(key);
        } else {
            text.append('"').append(key).append('"');
        }
        return colon();
    }

    /** An object as the key of a map, raw as the peers need it; a value follows. */
    public JsonOut objectKey(JsonBody key) {
        key.write(this);
        return colon();
    }

    /** A text value. */
    public JsonOut value(String value) {
        comma();
        quote(value);
        needsComma = true;
        return this;
    }

    /** A whole number. */
    public JsonOut value(long value) {
        comma();
        text.append(value);
        needsComma = true;
        return this;
    }

    /** A number with a fraction; what is not a finite number is written as zero. */
    public JsonOut value(double value) {
        comma();
        text.append(Double.isFinite(value) ? value : 0.0);
        needsComma = true;
        return this;
    }

    /** True or false. */
    public JsonOut value(boolean value) {
        comma();
        text.append(value);
        needsComma = true;
        return this;
    }

    /** An object that writes itself. */
    public JsonOut value(JsonBody value) {
        value.write(this);
        return this;
    }

    /** A member with a text value. */
    public JsonOut member(String name, String value) {
        return name(name).value(value);
    }

    /** A member with a whole number. */
    public JsonOut member(String name, long value) {
        return name(name).value(value);
    }

    /** A member with a number that may have a fraction. */
    public JsonOut member(String name, double value) {
        return name(name).value(value);
    }

    /** A member with true or false. */
    public JsonOut member(String name, boolean value) {
        return name(name).value(value);
    }

    /** A member that is an object. */
    public JsonOut member(String name, JsonBody value) {
        return name(name).value(value);
    }

    /** A member with a text value, left out when the text is empty. */
    public JsonOut memberUnlessEmpty(String name, String value) {
        return value.isEmpty() ? this : member(name, value);
    }

    /** A member that is an array of texts. */
    public JsonOut strings(String name, Iterable<String> values) {
        name(name).beginArray();
        for (String value : values) {
            value(value);
        }
        return endArray();
    }

    /** A member that is an array of whole numbers. */
    public JsonOut integers(String name, Iterable<? extends Number> values) {
        name(name).beginArray();
        for (Number value : values) {
            value(value.longValue());
        }
        return endArray();
    }

    /** A member that is an array of objects. */
    public JsonOut objects(String name, Iterable<? extends JsonBody> values) {
        name(name).beginArray();
        for (JsonBody value : values) {
            value(value);
        }
        return endArray();
    }

    /** A member that is a map from text to text, written in the order of its keys. */
    public JsonOut texts(String name, Map<String, String> values) {
        name(name).beginObject();
        for (Map.Entry<String, String> entry : new TreeMap<>(values).entrySet()) {
            member(entry.getKey(), entry.getValue());
        }
        return endObject();
    }

    /** A member that is a map from text to objects, written in the order of its keys. */
    public JsonOut objectsByName(String name, Map<String, ? extends JsonBody> values) {
        name(name).beginObject();
        for (Map.Entry<String, ? extends JsonBody> entry : new TreeMap<>(values).entrySet()) {
            member(entry.getKey(), entry.getValue());
        }
        return endObject();
    }

    private JsonOut begin(char bracket) {
        comma();
        text.append(bracket);
        needsComma = false;
        return this;
    }

    private JsonOut end(char bracket) {
        text.append(bracket);
        needsComma = true;
        return this;
    }

    private JsonOut colon() {
        text.append(':');
        needsComma = false;
        return this;
    }

    private void comma() {
        if (needsComma) {
            text.append(',');
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                text.append(c);
            } else {
                escape(c);
            }
        }
        text.append('"');
    }

    private void escape(char c) {
        switch (c) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default ->
                    text.append("\\u")
                            .append(HEX[c >> 12])
                            .append(HEX[c >> 8 & 0xF])
                            .append(HEX[c >> 4 & 0xF])
                            .append(HEX[c & 0xF]);
        }
    }
}
