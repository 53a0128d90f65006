package io.apogeemq.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.rocketmq.common.message.MessageExt;

/** The messages that listeners were given, in order of arrival. Guarded by itself. */
final class Inbox {
    private final List<MessageExt> messages = new ArrayList<>();

    synchronized void add(MessageExt message) {
        messages.add(message);
    }

    synchronized void addAll(List<MessageExt> more) {
        messages.addAll(more);
    }

    synchronized int size() {
        return messages.size();
    }

    synchronized List<MessageExt> messages() {
        return new ArrayList<>(messages);
    }

    /** How often each key has arrived. */
    synchronized Map<String, Integer> timesByKey() {
        Map<String, Integer> times = new TreeMap<>();
        for (MessageExt message : messages) {
            times.merge(message.getKeys(), 1, Integer::sum);
        }
        return times;
    }

    synchronized Set<String> keys() {
        return new TreeSet<>(timesByKey().keySet());
    }

    /** Waits until every one of these keys is there. */
    void awaitAll(Set<String> expected) {
        Expect.soon(() -> keys().containsAll(expected), () -> "missing " + missing(expected));
    }

    /** Waits until these keys are there, and expects nothing else and nothing twice. */
    void awaitExactly(Set<String> expected) {
        awaitAll(expected);
        Map<String, Integer> times = timesByKey();
        Expect.equal(new TreeSet<>(expected), new TreeSet<>(times.keySet()), "keys received");
        times.values().removeIf(n -> n == 1);
        Expect.isTrue(times.isEmpty(), "received more than once: " + times);
    }

    private Set<String> missing(Set<String> expected) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(keys());
        return missing;
    }
}
