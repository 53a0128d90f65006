package io.apogeemq.remoting.json;

import java.nio.charset.StandardCharsets;

/**
 * The door of the JSON dialect: text to tree, {@link JsonBody} to bytes.
 *
 * <p>Reading is bounded in depth, in number of values, in length of numbers and by the heap, so that memory and
 * time stay in proportion to the size of the body; the frame decoder bounds that.
 *
 * <p>Threads: safe for any thread.
 *
 * <p>Errors: {@link WireJsonException} with the position, never anything else, for any input.
 */
public final class WireJson {

    /** Objects and arrays inside each other; the peers' deepest body has eight. */
    public static final int MAX_DEPTH = 64;

    /** Values in one body: enough for the table of two hundred thousand topics. */
    public static final int MAX_VALUES = 2_000_000;

    private WireJson() {}

    /** Reads a body that is one object. */
    public static JsonObject object(byte[] utf8) {
        return parse(utf8).asObject();
    }

    /** Reads a text that is one object. */
    public static JsonObject object(String text) {
        return object(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a body that is one array. */
    public static JsonArray array(byte[] utf8) {
        return parse(utf8).asArray();
    }

    private static JsonValue parse(byte[] utf8) {
        return new JsonValue("JSON body", JsonTreeReader.read(utf8));
    }

    /** Writes with quoted integer keys: legal JSON unless the body has object keys. */
    public static byte[] bytes(JsonBody body) {
        return text(body, JsonOut.IntegerKeys.QUOTED).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Writes integer keys without quotes, as clients older than 4.9.4 expect routes. */
    public static byte[] bytesWithBareKeys(JsonBody body) {
        return text(body, JsonOut.IntegerKeys.BARE).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The same as {@link #bytes}, as text. */
    public static String text(JsonBody body) {
        return text(body, JsonOut.IntegerKeys.QUOTED);
    }

    private static String text(JsonBody body, JsonOut.IntegerKeys keys) {
        JsonOut out = new JsonOut(keys);
        body.write(out);
        return out.text();
    }
}
