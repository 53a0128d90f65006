package io.apogeemq.common.message;

import java.nio.charset.StandardCharsets;

/**
 * The number a tag is filtered by in a ConsumeQueue: Java's hash of the text, as every client has
 * it. Source: wire spec, "Subscription expression types".
 */
public final class TagHash {
    /** What a ConsumeQueue holds for a message without a tag. */
    public static final long NO_TAG = 0;

    private TagHash() {}

    public static int of(String tag) {
        return tag.hashCode();
    }

    /** The same from UTF-8 bytes. Hot path: no allocation while the tag is ASCII. */
    public static int of(byte[] utf8, int offset, int length) {
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            if (utf8[i] < 0) {
                return new String(utf8, offset, length, StandardCharsets.UTF_8).hashCode();
            }
            hash = 31 * hash + utf8[i];
        }
        return hash;
    }
}
