package io.apogeemq.common.config;

import java.util.ArrayList;
import java.util.List;

/** The syntax of Java properties, with line numbers; {@link ConfigFile} describes it. */
final class PropertiesText {
    private static final String BLANKS = " \t\f";

    private PropertiesText() {}

    static List<ConfigFile.Entry> entries(List<String> lines) {
        List<ConfigFile.Entry> entries = new ArrayList<>();
        int index = 0;
        while (index < lines.size()) {
            int first = index;
            String logical = withoutLeadingBlanks(lines.get(index++));
            if (saysNothing(logical)) {
                continue;
            }
            StringBuilder joined = new StringBuilder();
            while (goesOn(logical)) {
                joined.append(logical, 0, logical.length() - 1);
                logical = index < lines.size() ? withoutLeadingBlanks(lines.get(index++)) : "";
            }
            joined.append(logical);
            entries.add(entry(joined.toString(), first + 1, index));
        }
        return List.copyOf(entries);
    }

    /** A blank line, a comment, or a lone backslash, behind which the next line starts afresh. */
    private static boolean saysNothing(String line) {
        return line.isEmpty()
                || line.charAt(0) == '#'
                || line.charAt(0) == '!'
                || line.equals("\\");
    }

    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length()
                && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static String withoutLeadingBlanks(String line) {
        int start = 0;
        while (start < line.length() && isBlank(line.charAt(start))) {
            start++;
        }
        return line.substring(start);
    }

    private static boolean isBlank(char c) {
        return BLANKS.indexOf(c) >= 0;
    }

    private static ConfigFile.Entry entry(String logical, int line, int lastLine) {
        int keyEnd = 0;
        while (keyEnd < logical.length() && !endsKey(logical.charAt(keyEnd))) {
            keyEnd += logical.charAt(keyEnd) == '\\' ? 2 : 1;
        }
        keyEnd = Math.min(keyEnd, logical.length());
        int valueStart = keyEnd;
        boolean seenSeparator = false;
        while (valueStart < logical.length()) {
            char c = logical.charAt(valueStart);
            if (!isBlank(c)) {
                if (seenSeparator || (c != '=' && c != ':')) {
                    break;
                }
                seenSeparator = true;
            }
            valueStart++;
        }
        return new ConfigFile.Entry(
                unescape(logical.substring(0, keyEnd)),
                unescape(logical.substring(valueStart)),
                line,
                lastLine);
    }

    private static boolean endsKey(char c) {
        return c == '=' || c == ':' || isBlank(c);
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\' || at == text.length()) {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(at++);
            if (escaped == 'u' && isHex(text, at, 4)) {
                plain.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                plain.append(unescape(escaped));
            }
        }
        return plain.toString();
    }

    private static char unescape(char escaped) {
        return switch (escaped) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            default -> escaped;
        };
    }

    private static boolean isHex(String text, int start, int count) {
        if (start + count > text.length()) {
            return false;
        }
        for (int i = start; i < start + count; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** One line that reads back as this key and value. */
    static String line(String key, String value) {
        StringBuilder line = new StringBuilder(key.length() + value.length() + 8);
        escape(line, key, true);
        line.append('=');
        escape(line, value, false);
        return line.toString();
    }

    private static void escape(StringBuilder out, String text, boolean isKey) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isStart = i == 0;
            if (c == '\t' || c == '\n' || c == '\r' || c == '\f') {
                out.append('\\').append("tnrf".charAt("\t\n\r\f".indexOf(c)));
            } else if (c == '\\'
                    || (c == ' ' && (isKey || isStart))
                    || (isKey && (c == '=' || c == ':' || c == '#' || c == '!'))) {
                out.append('\\').append(c);
            } else if (Character.isISOControl(c)
                    || Character.getType(c) == Character.LINE_SEPARATOR) {
                out.append(unicode(c));
            } else {
                out.append(c);
            }
        }
    }

    private static String unicode(char c) {
        return String.format("\\u%04X", (int) c);
    }
}
