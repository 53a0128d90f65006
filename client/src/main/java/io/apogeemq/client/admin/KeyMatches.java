package io.apogeemq.client.admin;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the brokers of a topic gave for a key.
 *
 * @param messages in the order they were stored; at least one
 * @param unanswered why a broker could not be asked, by its name: it may have more of them
 */
public record KeyMatches(List<LocatedMessage> messages, SortedMap<String, String> unanswered) {
    public KeyMatches {
        messages = List.copyOf(messages);
        unanswered = Collections.unmodifiableSortedMap(new TreeMap<>(unanswered));
    }
}
