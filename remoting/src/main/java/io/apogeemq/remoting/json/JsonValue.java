package io.apogeemq.remoting.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * One value of a parsed body, with the name it has there for error messages. Reads types as the peers
 * do: a number may come as a string and a string as a number.
 *
 * <p>Threads: immutable.
 *
 * <p>Errors: {@link WireJsonException} names the member, what was expected and what was found.
 */
public final class JsonValue {

    private static final int LONGEST_QUOTE = 64;

    private final String name;
    private final Object raw; // null: absent

    JsonValue(String name, Object raw) {
        this.name = name;
        this.raw = raw;
    }

    /** The value as the reader built it; null when absent. */
    Object raw() {
        return raw;
    }

    /** Not there, or null. */
    public boolean isAbsent() {
        return raw == null;
    }

    /** The value as text. */
    public String asString() {
        if (raw == null || raw instanceof JsonObject || raw instanceof JsonArray) {
            throw unexpected("a text");
        }
        return raw.toString();
    }

    /** The value as a whole number of 32 bits. */
    public int asInt() {
        long value = asLong();
        if (value != (int) value) {
            throw unexpected("a 32-bit number");
        }
        return (int) value;
    }

    /** The value as a whole number of 64 bits. */
    public long asLong() {
        if (raw instanceof Long || raw instanceof Integer) {
            return ((Number) raw).longValue();
        }
        if (raw instanceof Number number) {
            return wholeNumber(number);
        }
        if (raw instanceof String string) {
            try {
                return Long.parseLong(string.trim());
            } catch (NumberFormatException e) {
                throw unexpected("a 64-bit number");
            }
        }
        throw unexpected("a 64-bit number");
    }

    private long wholeNumber(Number number) {
        try {
            if (number instanceof BigInteger big) {
                return big.longValueExact();
            }
            BigDecimal decimal = new BigDecimal(number.toString());
            // Checked first: expanding 1e9999 digit by digit is what an attacker would like.
            if (decimal.precision() - (long) decimal.scale() > 19 || decimal.scale() > 1000) {
                throw unexpected("a 64-bit number");
            }
            return decimal.longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw unexpected("a 64-bit number");
        }
    }

    /** The value as a number that may have a fraction. */
    public double asDouble() {
        if (raw instanceof Number number) {
            return number.doubleValue();
        }
        if (raw instanceof String string) {
            try {
                return Double.parseDouble(string.trim());
            } catch (NumberFormatException e) {
                throw unexpected("a number");
            }
        }
        throw unexpected("a number");
    }

    /** The value as true or false. */
    public boolean asBoolean() {
        if (raw instanceof Boolean bool) {
            return bool;
        }
        String text = raw == null ? "" : raw.toString();
        if ("true".equalsIgnoreCase(text) || "1".equals(text)) {
            return true;
        }
        if ("false".equalsIgnoreCase(text) || "0".equals(text)) {
            return false;
        }
        throw unexpected("true or false");
    }

    /** The value as an object. */
    public JsonObject asObject() {
        if (raw instanceof JsonObject object) {
            return object;
        }
        throw unexpected("an object");
    }

    /** The value as an array. */
    public JsonArray asArray() {
        if (raw instanceof JsonArray array) {
            return array;
        }
        throw unexpected("an array");
    }

    private WireJsonException unexpected(String wanted) {
        return new WireJsonException("'" + name + "' is " + found() + ", not " + wanted);
    }

    private String found() {
        if (raw == null) {
            return "missing";
        }
        if (raw instanceof JsonObject) {
            return "an object";
        }
        if (raw instanceof JsonArray) {
            return "an array";
        }
        if (raw instanceof BigDecimal || raw instanceof BigInteger) {
            return "a number outside the range";
        }
        String text = raw.toString();
        return text.length() <= LONGEST_QUOTE
                ? "'" + text + "'"
                : "'" + text.substring(0, LONGEST_QUOTE) + "...'";
    }
}
