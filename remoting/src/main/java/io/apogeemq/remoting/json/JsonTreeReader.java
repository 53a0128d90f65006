package io.apogeemq.remoting.json;

import com.alibaba.fastjson2.JSONReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the tree of one body from the tokens of fastjson2's lexer: the part of the dialect that no
 * JSON library reads (object keys, unquoted integer keys) is decided here.
 *
 * <p>Own recursion with a depth limit, because the library's limit does not cover what is read token
 * by token. A {@code $ref} object reads as absent: peers use it only for members that repeat others.
 *
 * <p>Tree: {@code String}, {@code Number}, {@code Boolean}, {@link JsonObject}, {@link JsonArray}, or
 * null.
 *
 * <p>Threads: one reader per body, confined to its thread.
 */
final class JsonTreeReader {

    private static final String NOT_JSON = "not JSON of the peers' dialect";

    /** What one tree may take of the heap: three bytes of text can become fifty of objects. */
    private static final long MOST_TREE_BYTES = Runtime.getRuntime().maxMemory() / 4;

    private static final int CONTAINER_BYTES = 64;
    private static final int ENTRY_BYTES = 16;
    private static final int TEXT_BYTES = 56;
    private static final int NUMBER_BYTES = 24;
    private static final int MOST_SHARED_NAMES = 256;

    private final JSONReader in;
    private final Map<String, String> sharedNames = new HashMap<>();
    private int valuesLeft = WireJson.MAX_VALUES;
    private long treeBytesLeft = MOST_TREE_BYTES;

    private JsonTreeReader(JSONReader in) {
        this.in = in;
    }

    /** Reads a whole body. */
    static Object read(byte[] utf8) {
        try (JSONReader lexer = JSONReader.of(utf8)) {
            return new JsonTreeReader(lexer).read();
        } catch (WireJsonException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new WireJsonException(NOT_JSON, 0); // the first character is damaged already
        }
    }

    private Object read() {
        try {
            Object value = value(0);
            if (!in.isEnd()) {
                throw problem("text goes on after the end of the JSON value");
            }
            return value;
        } catch (WireJsonException e) {
            throw e;
        } catch (RuntimeException e) {
            // The lexer gives JSONException, and on some damaged texts others. Its message is left
            // out because it quotes the whole body.
            throw problem(NOT_JSON);
        }
    }

    private Object value(int depth) {
        if (depth > WireJson.MAX_DEPTH) {
            throw problem("JSON is nested deeper than " + WireJson.MAX_DEPTH + " levels");
        }
        if (--valuesLeft < 0) {
            throw problem("JSON has more than " + WireJson.MAX_VALUES + " values");
        }
        switch (in.current()) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"', '\'':
                return text(in.readString());
            case 't', 'f':
                return in.readBoolValue();
            case 'n':
                if (in.nextIfNull()) {
                    return null;
                }
                throw problem("unknown word where a JSON value is expected");
            default:
                return number();
        }
    }

    private Number number() {
        char first = in.current();
        if (first != '-' && (first < '0' || first > '9')) {
            throw problem("JSON value expected");
        }
        take(NUMBER_BYTES);
        return in.readNumber();
    }

    private Object object(int depth) {
        List<Object> keysAndValues = new ArrayList<>();
        take(CONTAINER_BYTES);
        in.nextIfObjectStart();
        while (!in.nextIfObjectEnd()) {
            take(ENTRY_BYTES);
            keysAndValues.add(key(depth + 1));
            keysAndValues.add(value(depth + 1));
        }
        boolean isReference = keysAndValues.size() == 2 && "$ref".equals(keysAndValues.get(0));
        return isReference ? null : new JsonObject(keysAndValues.toArray());
    }

    private Object key(int depth) {
        char first = in.current();
        if (first == '"' || first == '\'') {
            return name(in.readFieldName());
        }
        if (first == '{' || first == '-' || (first >= '0' && first <= '9')) {
            Object key = value(depth);
            if (key == null || !in.nextIfMatch(':')) {
                throw problem("':' expected after the key of a map");
            }
            return key instanceof Number number ? number.toString() : key;
        }
        return in.readFieldNameUnquote();
    }

    private JsonArray array(int depth) {
        List<Object> values = new ArrayList<>();
        take(CONTAINER_BYTES);
        in.nextIfArrayStart();
        while (!in.nextIfArrayEnd()) {
            take(ENTRY_BYTES);
            values.add(value(depth + 1));
        }
        return new JsonArray(values);
    }

    /** Names of members come again and again: they are kept, and paid for, once. */
    private String name(String name) {
        String known = sharedNames.get(name);
        if (known != null) {
            return known;
        }
        if (sharedNames.size() < MOST_SHARED_NAMES) {
            sharedNames.put(name, name);
        }
        return text(name);
    }

    private String text(String text) {
        take(TEXT_BYTES + text.length());
        return text;
    }

    private void take(int bytes) {
        treeBytesLeft -= bytes;
        if (treeBytesLeft < 0) {
            throw problem(
                    "JSON takes more than "
                            + (MOST_TREE_BYTES >> 20)
                            + " MiB to read, a quarter of the heap; send less at once or raise the"
                            + " heap (-Xmx): stopped");
        }
    }

    private WireJsonException problem(String problem) {
        return new WireJsonException(problem, in.getOffset());
    }
}
