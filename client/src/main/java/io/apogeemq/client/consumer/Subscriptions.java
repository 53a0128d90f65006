package io.apogeemq.client.consumer;

import io.apogeemq.common.message.TagExpression;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What one consumer wants of which topic, and the version of that which brokers were told.
 *
 * <p>A broker refuses a pull whose version is newer than the one it has heard of, so pulls state the
 * version that the last finished round of heartbeats has told, not the newest.
 *
 * <p>Threads: safe for any thread.
 */
final class Subscriptions {
    private final Map<String, FilterExpression> expressions;
    private final ConcurrentMap<String, Long> versions = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> toldVersions = new ConcurrentHashMap<>();

    /** All with the same first version, milliseconds since 1970. */
    Subscriptions(Map<String, FilterExpression> expressions, long version) {
        this.expressions = Map.copyOf(expressions);
        for (String topic : expressions.keySet()) {
            versions.put(topic, version);
            toldVersions.put(topic, version);
        }
    }

    Set<String> topics() {
        return expressions.keySet();
    }

    FilterExpression filter(String topic) {
        return expressions.get(topic);
    }

    TagExpression expression(String topic) {
        return expressions.get(topic).tagExpression();
    }

    /** For heartbeats. */
    List<SubscriptionData> all() {
        return expressions.keySet().stream().sorted().map(this::data).toList();
    }

    /** The version that pulls may state. */
    long toldVersion(String topic) {
        return toldVersions.get(topic);
    }

    /** Gives the topic a newer version; it counts for pulls when {@link #markTold} is called. */
    void renew(String topic, long nowMillis) {
        versions.computeIfPresent(topic, (key, before) -> Math.max(nowMillis, before + 1));
    }

    /** The brokers have heard of this version of the topic. */
    void markTold(String topic, long version) {
        toldVersions.merge(topic, version, Math::max);
    }

    long version(String topic) {
        return versions.get(topic);
    }

    private SubscriptionData data(String topic) {
        TagExpression tags = expression(topic);
        Set<Integer> codes = new LinkedHashSet<>();
        for (int code : tags.codes()) {
            codes.add(code);
        }
        return new SubscriptionData(
                topic,
                tags.toString(),
                SubscriptionData.TAG,
                version(topic),
                new LinkedHashSet<>(tags.tags()),
                codes,
                false);
    }
}
