package io.apogeemq.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apogeemq.common.message.MessageExt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Messages that our client gave to a listener, in order of arrival. Guarded by itself. */
public final class Received {
    private final List<MessageExt> messages = new ArrayList<>();

    public synchronized void add(MessageExt message) {
        messages.add(message);
    }

    public synchronized void addAll(List<MessageExt> more) {
        messages.addAll(more);
    }

    public synchronized List<MessageExt> messages() {
        return List.copyOf(messages);
    }

    /** How often each key has arrived. */
    public synchronized Map<String, Integer> timesByKey() {
        Map<String, Integer> times = new TreeMap<>();
        for (MessageExt message : messages) {
            times.merge(message.keys().get(0), 1, Integer::sum);
        }
        return times;
    }

    /** Waits until every one of these keys is there. */
    public void awaitAll(Set<String> keys) {
        Deadline.await(
                () -> timesByKey().keySet().containsAll(keys),
                () -> {
                    Set<String> missing = new TreeSet<>(keys);
                    missing.removeAll(timesByKey().keySet());
                    return "missing " + missing;
                });
    }

    /** Waits until these keys are there, and expects nothing else and nothing twice. */
    public void awaitExactly(Set<String> keys) {
        awaitAll(keys);
        Map<String, Integer> once = new TreeMap<>();
        keys.forEach(key -> once.put(key, 1));
        assertEquals(once, timesByKey());
    }
}
