package io.apogeemq.remoting.protocol;

/**
 * The convention for optional texts in header records: the empty text stands for an absent field, as
 * it does in the binary header, where the two cannot be told apart.
 *
 * <p>Threads: pure functions.
 */
public final class WireText {

    private WireText() {}

    /** What to give a header writer: null, so that the field is left out, for an empty text. */
    public static String orAbsent(String text) {
        return text.isEmpty() ? null : text;
    }
}
