package io.apogeemq.broker.filter;

import io.apogeemq.common.error.MqException;
import io.apogeemq.common.message.TagExpression;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.server.RequestRefused;
import io.apogeemq.store.read.EntryFilter;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes filters of subscription expressions, and keeps those in use: the same few come with every
 * pull. Source: broker spec, "Pull" section 5.
 *
 * <p>Tags are compared by their hash, as every broker does; the client compares the text again.
 *
 * <p>Threads: safe for any thread.
 */
public final class FilterTable {
    /** More different expressions than this are not remembered: somebody makes them up. */
    private static final int MOST_KEPT = 10_000;

    private static final int LONGEST_KEPT = 512;

    private final ConcurrentHashMap<String, EntryFilter> byTags = new ConcurrentHashMap<>();

    /**
     * The filter of an expression.
     *
     * @param type {@code TAG} or empty; nothing else in this release
     * @throws RequestRefused when the type is not supported, or the expression cannot be read
     */
    public EntryFilter filter(String type, String expression) {
        if (!type.isEmpty() && !type.equals(SubscriptionData.TAG)) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "The broker does not support consumer to filter message by " + type);
        }
        if (expression.isEmpty() || expression.equals(SubscriptionData.ALL)) {
            return EntryFilter.ALL;
        }
        EntryFilter kept = byTags.get(expression);
        if (kept != null) {
            return kept;
        }
        EntryFilter made = tags(expression);
        if (expression.length() <= LONGEST_KEPT && byTags.size() < MOST_KEPT) {
            byTags.put(expression, made);
        }
        return made;
    }

    private static EntryFilter tags(String expression) {
        try {
            TagExpression tags = TagExpression.parse(expression);
            return tags.matchesAll() ? EntryFilter.ALL : tags::matchesCode;
        } catch (MqException e) {
            throw new RequestRefused(
                    ResponseCode.SUBSCRIPTION_PARSE_FAILED,
                    "parse the consumer's subscription failed: " + e.getMessage());
        }
    }
}
