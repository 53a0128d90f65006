package io.apogeemq.admin.output;

/**
 * Spreads a JSON text over lines, indented by tabs, without reading more of it than its brackets.
 *
 * <p>Threads: pure functions.
 */
public final class IndentedJson {
    private IndentedJson() {}

    /** The same JSON with a line for each value. */
    public static String of(String json) {
        StringBuilder text = new StringBuilder(json.length() * 2);
        int depth = 0;
        boolean isInText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (isInText) {
                text.append(c);
                if (c == '\\') {
                    text.append(json.charAt(++i));
                } else if (c == '"') {
                    isInText = false;
                }
                continue;
            }
            switch (c) {
                case '{', '[' -> {
                    text.append(c);
                    if (isClosing(json.charAt(i + 1))) {
                        text.append(json.charAt(++i));
                    } else {
                        newLine(text, ++depth);
                    }
                }
                case '}', ']' -> {
                    newLine(text, --depth);
                    text.append(c);
                }
                case ',' -> {
                    text.append(c);
                    newLine(text, depth);
                }
                case ':' -> text.append(": ");
                default -> {
                    text.append(c);
                    isInText = c == '"';
                }
            }
        }
        return text.toString();
    }

    private static boolean isClosing(char c) {
        return c == '}' || c == ']';
    }

    private static void newLine(StringBuilder text, int depth) {
        text.append(System.lineSeparator()).append("\t".repeat(depth));
    }
}
