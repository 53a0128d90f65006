package io.apogeemq.common.io;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import java.nio.file.Path;

/**
 * Turns names that come from outside (topics, groups, clients) into file names, and refuses those that
 * would leave their directory.
 */
public final class SafePath {
    /** The most bytes common file systems take for one name; the names meant here are ASCII. */
    public static final int MAX_NAME_LENGTH = 255;

    private SafePath() {}

    /** Whether the name is one plain path element. */
    public static boolean isPlainName(String name) {
        if (name.isEmpty()
                || name.length() > MAX_NAME_LENGTH
                || name.equals(".")
                || name.equals("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\' || Character.isISOControl(c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The path of that name directly in the directory.
     *
     * @throws MqException (caller) when the name is not a plain path element
     */
    public static Path child(Path directory, String name) {
        if (!isPlainName(name)) {
            throw new MqException(
                    ErrorCategory.CALLER,
                    "'"
                            + name
                            + "' cannot be a file name: it must have 1 to 255 characters, no"
                            + " separator or control character, and not be '.' or '..'");
        }
        return directory.resolve(name);
    }
}
