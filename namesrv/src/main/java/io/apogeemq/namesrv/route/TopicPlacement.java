package io.apogeemq.namesrv.route;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * On which brokers one topic is; never on none. Keeps the route as it was last encoded, so that
 * asking again costs no JSON work as long as nothing that is in it has changed.
 *
 * <p>Threads: immutable but for the encoded route, which any thread may replace by an equal one.
 */
final class TopicPlacement {
    private final String topic;
    private final SortedMap<String, TopicOnBroker> byBroker;
    private volatile EncodedRoute encoded = EncodedRoute.NONE;

    private TopicPlacement(String topic, SortedMap<String, TopicOnBroker> byBroker) {
        this.topic = requireNonNull(topic, "topic");
        this.byBroker = Collections.unmodifiableSortedMap(byBroker);
    }

    /** A topic on its first broker. */
    static TopicPlacement of(String topic, String brokerName, TopicOnBroker queues) {
        SortedMap<String, TopicOnBroker> only = new TreeMap<>();
        only.put(brokerName, queues);
        return new TopicPlacement(topic, only);
    }

    String topic() {
        return topic;
    }

    SortedMap<String, TopicOnBroker> byBroker() {
        return byBroker;
    }

    Collection<String> brokerNames() {
        return byBroker.keySet();
    }

    Optional<TopicOnBroker> on(String brokerName) {
        return Optional.ofNullable(byBroker.get(brokerName));
    }

    /** Bits of the topic, which are the same on all brokers: those of the first one. */
    int topicSysFlag() {
        return byBroker.get(byBroker.firstKey()).registered().topicSysFlag();
    }

    TopicPlacement with(String brokerName, TopicOnBroker queues) {
        SortedMap<String, TopicOnBroker> changed = new TreeMap<>(byBroker);
        changed.put(brokerName, queues);
        return new TopicPlacement(topic, changed);
    }

    /** Empty when it was on no other broker. */
    Optional<TopicPlacement> without(String brokerName) {
        SortedMap<String, TopicOnBroker> changed = new TreeMap<>(byBroker);
        changed.remove(brokerName);
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(new TopicPlacement(topic, changed));
    }

    /** The route as bytes, from the last time if nothing has changed. */
    EncodedRoute encoded(RouteSnapshot snapshot, RouteView view) {
        EncodedRoute last = encoded;
        if (last.isCurrent(this, snapshot, view)) {
            return last;
        }
        EncodedRoute fresh = EncodedRoute.of(this, snapshot, view);
        encoded = fresh;
        return fresh;
    }
}
