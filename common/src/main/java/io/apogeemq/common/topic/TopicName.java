package io.apogeemq.common.topic;

import java.util.Optional;
import java.util.Set;

/**
 * What a topic name may look like, and which names the broker keeps for itself.
 *
 * <p>The refusal texts are those peers already know and tools match on. Source: broker spec,
 * "Topics", sections 3 and 4, and "Measured answers".
 */
public final class TopicName {
    public static final int MAX_LENGTH = 127;

    /** Limit of a retry or dead-letter topic, which is a prefix and a group name. */
    public static final int MAX_RETRY_LENGTH = 255;

    public static final String RETRY_PREFIX = "%RETRY%";
    public static final String DEAD_LETTER_PREFIX = "%DLQ%";

    /** Start of the names of the broker's own topics; lower case only. */
    public static final String SYSTEM_PREFIX = "rmq_sys_";

    /** Template of topics that are created by sending to them. */
    public static final String AUTO_CREATE_TEMPLATE = "TBW102";

    public static final String SCHEDULE = "SCHEDULE_TOPIC_XXXX";
    public static final String BENCHMARK = "BenchmarkTest";
    public static final String TRANSACTION_HALF = "RMQ_SYS_TRANS_HALF_TOPIC";
    public static final String TRANSACTION_OP = "RMQ_SYS_TRANS_OP_HALF_TOPIC";
    public static final String TRANSACTION_CHECK_EXHAUSTED = "TRANS_CHECK_MAX_TIME_TOPIC";
    public static final String TRACE = "RMQ_SYS_TRACE_TOPIC";
    public static final String SELF_TEST = "SELF_TEST_TOPIC";
    public static final String OFFSET_MOVED_EVENT = "OFFSET_MOVED_EVENT";
    public static final String CHECKPOINT = "CHECKPOINT_TOPIC";
    public static final String TIMER_WHEEL = SYSTEM_PREFIX + "wheel_timer";
    public static final String REVIVE_LOG_PREFIX = SYSTEM_PREFIX + "REVIVE_LOG_";
    public static final String SYNC_MEMBER_PREFIX = SYSTEM_PREFIX + "SYNC_BROKER_MEMBER_";
    public static final String REPLY_SUFFIX = "_REPLY_TOPIC";

    private static final Set<String> SYSTEM =
            Set.of(
                    AUTO_CREATE_TEMPLATE,
                    SCHEDULE,
                    BENCHMARK,
                    TRANSACTION_HALF,
                    TRANSACTION_OP,
                    TRANSACTION_CHECK_EXHAUSTED,
                    TRACE,
                    SELF_TEST,
                    OFFSET_MOVED_EVENT,
                    CHECKPOINT);

    private static final Set<String> NOT_SENDABLE =
            Set.of(
                    SCHEDULE,
                    TRANSACTION_HALF,
                    TRANSACTION_OP,
                    TRANSACTION_CHECK_EXHAUSTED,
                    SELF_TEST,
                    OFFSET_MOVED_EVENT,
                    CHECKPOINT);

    private TopicName() {}

    /** Why the name is refused, as peers know the text, or empty for a legal name. */
    public static Optional<String> problem(String topic) {
        if (topic.isBlank()) {
            return Optional.of("The specified topic is blank.");
        }
        if (!hasLegalCharacters(topic)) {
            return Optional.of(
                    "The specified topic: "
                            + topic
                            + ", contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$");
        }
        int limit = isRetry(topic) || isDeadLetter(topic) ? MAX_RETRY_LENGTH : MAX_LENGTH;
        if (topic.length() > limit) {
            return Optional.of(
                    "The specified topic: "
                            + topic
                            + ", is longer than topic max length "
                            + limit
                            + ".");
        }
        return Optional.empty();
    }

    /** Whether every character is a letter, a digit or one of {@code % | - _}. */
    public static boolean hasLegalCharacters(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean isLegal =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '%'
                            || c == '|'
                            || c == '-'
                            || c == '_';
            if (!isLegal) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether every broker keeps this name for itself. The names that depend on the broker (its
     * cluster, its own name, the reply topic) are known to the broker alone.
     */
    public static boolean isSystem(String topic) {
        return SYSTEM.contains(topic) || topic.startsWith(SYSTEM_PREFIX);
    }

    /**
     * Whether a client may send to the topic: false where the broker itself interprets the content.
     * Stricter than the peer for {@code rmq_sys_} topics, where forged records would be obeyed.
     */
    public static boolean isSendable(String topic) {
        return !NOT_SENDABLE.contains(topic) && !topic.startsWith(SYSTEM_PREFIX);
    }

    public static boolean isRetry(String topic) {
        return topic.startsWith(RETRY_PREFIX);
    }

    public static boolean isDeadLetter(String topic) {
        return topic.startsWith(DEAD_LETTER_PREFIX);
    }

    /** Where the replies of request-reply calls of one cluster are kept. */
    public static String replyTopic(String clusterName) {
        return clusterName + REPLY_SUFFIX;
    }
}
