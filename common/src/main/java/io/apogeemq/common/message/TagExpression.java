package io.apogeemq.common.message;

import io.apogeemq.common.error.ErrorCategory;
import io.apogeemq.common.error.MqException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A tag subscription: {@code *} for everything, or tags joined by {@code ||}.
 *
 * <p>Matching has two steps: {@link #matchesCode} on the number in the ConsumeQueue, where different
 * tags may collide, and {@link #matchesTag} on the text.
 *
 * <p>Threads: immutable; matching does not allocate.
 */
public final class TagExpression {
    public static final String ALL_TEXT = "*";

    public static final TagExpression ALL = new TagExpression(Set.of());

    private static final String SEPARATOR = "||";

    private final Set<String> tags; // empty: all
    private final int[] sortedCodes;

    private TagExpression(Set<String> tags) {
        this.tags = tags;
        this.sortedCodes = tags.stream().mapToInt(TagHash::of).sorted().toArray();
    }

    /**
     * Reads an expression; an empty one means all.
     *
     * @throws MqException (caller) when there is a separator and no tag
     */
    public static TagExpression parse(String text) {
        String trimmed = text.trim();
        if (trimmed.isEmpty() || trimmed.equals(ALL_TEXT)) {
            return ALL;
        }
        Set<String> tags = new LinkedHashSet<>();
        int start = 0;
        while (start <= trimmed.length()) {
            int end = trimmed.indexOf(SEPARATOR, start);
            if (end < 0) {
                end = trimmed.length();
            }
            String tag = trimmed.substring(start, end).trim();
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
            start = end + SEPARATOR.length();
        }
        if (tags.isEmpty()) {
            throw new MqException(
                    ErrorCategory.CALLER,
                    "subscription '" + text + "' names no tag; write 'A || B', or '*' for all");
        }
        return new TagExpression(tags);
    }

    public boolean matchesAll() {
        return tags.isEmpty();
    }

    /** Whether a message with this tag hash may be wanted; certain only when it says no. */
    public boolean matchesCode(long tagCode) {
        return matchesAll() || Arrays.binarySearch(sortedCodes, (int) tagCode) >= 0;
    }

    public boolean matchesTag(String tag) {
        return matchesAll() || tags.contains(tag);
    }

    /** The tags in the order written; empty when all match. */
    public List<String> tags() {
        return List.copyOf(tags);
    }

    /** The hashes of the tags, ascending; empty when all match. */
    public int[] codes() {
        return sortedCodes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagExpression that && tags.equals(that.tags);
    }

    @Override
    public int hashCode() {
        return tags.hashCode();
    }

    @Override
    public String toString() {
        return matchesAll() ? ALL_TEXT : String.join(" " + SEPARATOR + " ", tags);
    }
}
