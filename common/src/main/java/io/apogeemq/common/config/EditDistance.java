package io.apogeemq.common.config;

/** How many characters must be put in, left out or changed to make one word of another. */
public final class EditDistance {
    private EditDistance() {}

    /** The number of such changes. */
    public static int between(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int inOrOut = 1 + Math.min(previous[j], current[j - 1]);
                current[j] = Math.min(inOrOut, previous[j - 1] + change);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
