package io.apogeemq.store.verify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whether a text is one whole JSON value, in the peers' dialect: keys may be bare numbers or objects. Says
 * nothing about what is in it.
 *
 * <p>Threads: confined to one.
 */
final class JsonShape {

    private static final int MOST_DEPTH = 100;

    private final String text;
    private int at;

    private JsonShape(String text) {
        this.text = text;
    }

    static boolean isWhole(byte[] content) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            JsonShape shape = new JsonShape(text);
            boolean isValue = shape.value(0);
            shape.blanks();
            return isValue && shape.at == text.length();
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private boolean value(int depth) {
        blanks();
        if (depth > MOST_DEPTH || at >= text.length()) {
            return false;
        }
        return switch (text.charAt(at)) {
            case '{' -> members('}', true, depth);
            case '[' -> members(']', false, depth);
            case '"' -> string();
            default -> word();
        };
    }

    private boolean members(char close, boolean hasKeys, int depth) {
        at++;
        blanks();
        if (take(close)) {
            return true;
        }
        while (true) {
            if (hasKeys && !(value(depth + 1) && takeAfterBlanks(':'))) {
                return false;
            }
            if (!value(depth + 1)) {
                return false;
            }
            if (takeAfterBlanks(close)) {
                return true;
            }
            if (!take(',')) {
                return false;
            }
        }
    }

    private boolean string() {
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c == '\\') {
                at++;
            }
        }
        return false;
    }

    /** A number, true, false or null. */
    private boolean word() {
        int start = at;
        while (at < text.length() && isPartOfWord(text.charAt(at))) {
            at++;
        }
        return at > start;
    }

    private static boolean isPartOfWord(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || "+-.E".indexOf(c) >= 0;
    }

    private boolean takeAfterBlanks(char c) {
        blanks();
        return take(c);
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
