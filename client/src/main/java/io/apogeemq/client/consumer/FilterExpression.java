package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.error.MqException;
import io.apogeemq.common.message.TagExpression;

/**
 * Which messages of a topic a consumer wants: all of them, or those with one of some tags.
 *
 * <p>Brokers select by a hash of the tag, the client checks the text again.
 *
 * <p>Threads: immutable.
 */
public final class FilterExpression {
    /** Every message. */
    public static final FilterExpression ALL = new FilterExpression(TagExpression.ALL);

    private final TagExpression tags;

    private FilterExpression(TagExpression tags) {
        this.tags = tags;
    }

    /**
     * Messages with one of these tags; several are joined by {@code ||}, and {@code *} means all.
     *
     * @throws MqException (caller) when there is a separator and no tag
     */
    public static FilterExpression tags(String expression) {
        return new FilterExpression(TagExpression.parse(requireNonNull(expression, "expression")));
    }

    TagExpression tagExpression() {
        return tags;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FilterExpression that && tags.equals(that.tags);
    }

    @Override
    public int hashCode() {
        return tags.hashCode();
    }

    @Override
    public String toString() {
        return tags.toString();
    }
}
