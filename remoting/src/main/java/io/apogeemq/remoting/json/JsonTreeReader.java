package io.apogeemq.remoting.json;

import com.alibaba.fastjson2.JSONReader;
import java.util.ArrayList;
import java.util.List;

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

    private final JSONReader in;
    private int valuesLeft = WireJson.MAX_VALUES;

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
                return in.readString();
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
        return in.readNumber();
    }

    private Object object(int depth) {
        List<Object> keysAndValues = new ArrayList<>();
        in.nextIfObjectStart();
        while (!in.nextIfObjectEnd()) {
            keysAndValues.add(key(depth + 1));
            keysAndValues.add(value(depth + 1));
        }
        boolean isReference = keysAndValues.size() == 2 && "$ref".equals(keysAndValues.get(0));
        return isReference ? null : new JsonObject(keysAndValues.toArray());
    }

    private Object key(int depth) {
        char first = in.current();
        if (first == '"' || first == '\'') {
            return in.readFieldName();
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
        in.nextIfArrayStart();
        while (!in.nextIfArrayEnd()) {
            values.add(value(depth + 1));
        }
        return new JsonArray(values);
    }

    private WireJsonException problem(String problem) {
        return new WireJsonException(problem, in.getOffset());
    }
}
