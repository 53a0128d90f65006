package io.apogeemq.broker.topic;

import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes of a topic's attributes: {@code +key=value} adds or changes, {@code -key} removes. Source:
 * broker spec, "Topics" section 2.
 *
 * <p>Threads: pure functions. Errors: {@link RequestRefused} with the key and what is wrong.
 */
final class TopicAttributes {
    private static final Set<String> MESSAGE_TYPES =
            Set.of("UNSPECIFIED", "NORMAL", "FIFO", "DELAY", "TRANSACTION", "MIXED", "PRIORITY");

    private TopicAttributes() {}

    /** The changes of a request's text form: {@code +key=value,-key}. */
    static Map<String, String> parse(String text) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String change = part.trim();
            if (change.isEmpty()) {
                continue;
            }
            int equals = change.indexOf('=');
            String key = equals < 0 ? change : change.substring(0, equals);
            String value = equals < 0 ? "" : change.substring(equals + 1);
            if (changes.put(key.trim(), value.trim()) != null) {
                throw refused(key, "is given twice");
            }
        }
        return changes;
    }

    /**
     * The attributes after the changes.
     *
     * @param current of the topic as it is; empty for a new one
     * @param changes by key with its sign
     */
    static Map<String, String> apply(
            Map<String, String> current, Map<String, String> changes, boolean isNew) {
        Map<String, String> after = new TreeMap<>(current);
        changes.forEach(
                (signed, value) -> {
                    if (signed.startsWith("+")) {
                        set(after, signed.substring(1), value, isNew);
                    } else if (signed.startsWith("-")) {
                        remove(after, signed.substring(1), isNew);
                    } else {
                        throw refused(signed, "must begin with + to add or - to remove");
                    }
                });
        return after;
    }

    private static void set(
            Map<String, String> attributes, String key, String value, boolean isNew) {
        requireValue(key, value);
        String before = attributes.put(key, value);
        if (!isNew && isFixed(key) && !value.equals(before == null ? usual(key) : before)) {
            throw refused(key, "cannot change after the topic was created");
        }
    }

    private static void remove(Map<String, String> attributes, String key, boolean isNew) {
        if (isNew) {
            throw refused(key, "cannot be removed from a topic that is being created");
        }
        if (isFixed(key)) {
            throw refused(key, "cannot change after the topic was created");
        }
        attributes.remove(key);
    }

    private static boolean isFixed(String key) {
        return key.equals(TopicConfig.ATTRIBUTE_QUEUE_TYPE)
                || key.equals(TopicConfig.ATTRIBUTE_CLEANUP_POLICY);
    }

    private static String usual(String fixedKey) {
        return fixedKey.equals(TopicConfig.ATTRIBUTE_QUEUE_TYPE) ? "SimpleCQ" : "DELETE";
    }

    private static void requireValue(String key, String value) {
        switch (key) {
            case TopicConfig.ATTRIBUTE_MESSAGE_TYPE -> {
                if (!MESSAGE_TYPES.contains(value)) {
                    throw refused(key, "is '" + value + "', known are " + MESSAGE_TYPES);
                }
            }
            case TopicConfig.ATTRIBUTE_QUEUE_TYPE, TopicConfig.ATTRIBUTE_CLEANUP_POLICY -> {
                if (!value.equals(usual(key))) {
                    throw refused(
                            key, "is '" + value + "', this release has " + usual(key) + " only");
                }
            }
            case TopicConfig.ATTRIBUTE_RESERVE_TIME -> requireTime(key, value);
            default ->
                    throw refused(
                            key,
                            "is not known; known are message.type, queue.type, cleanup.policy and"
                                    + " reserve.time");
        }
    }

    private static void requireTime(String key, String value) {
        try {
            if (Long.parseLong(value) >= -1) {
                return;
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for everything that is no time
        }
        throw refused(key, "is '" + value + "', expected milliseconds, or -1 for the broker's");
    }

    private static RequestRefused refused(String key, String problem) {
        return new RequestRefused(
                ResponseCode.SYSTEM_ERROR, "topic attribute '" + key + "' " + problem);
    }
}
