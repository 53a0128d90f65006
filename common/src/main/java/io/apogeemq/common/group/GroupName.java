package io.apogeemq.common.group;

import io.apogeemq.common.topic.TopicName;
import java.util.Optional;
import java.util.Set;

/**
 * What a group name may look like, the topics derived from it, and the groups the product uses
 * itself. Source: broker spec, "Topics" section 3, "Groups" section 1, "Retry" section 1.
 */
public final class GroupName {
    /** Leaves room for the retry prefix within the limit of a topic name. */
    public static final int MAX_LENGTH = 120;

    public static final String DEFAULT_PRODUCER = "DEFAULT_PRODUCER";
    public static final String DEFAULT_CONSUMER = "DEFAULT_CONSUMER";
    public static final String CLIENT_INNER_PRODUCER = "CLIENT_INNER_PRODUCER";
    public static final String TOOLS_CONSUMER = "TOOLS_CONSUMER";
    public static final String SYSTEM_PREFIX = "CID_RMQ_SYS_";

    private static final Set<String> BUILT_IN =
            Set.of(
                    TOOLS_CONSUMER,
                    "FILTERSRV_CONSUMER",
                    "SELF_TEST_C_GROUP",
                    "CID_ONS-HTTP-PROXY",
                    "CID_ONSAPI_PULL",
                    "CID_ONSAPI_PERMISSION",
                    "CID_ONSAPI_OWNER",
                    "CID_RMQ_SYS_TRANS");

    private GroupName() {}

    /** Why the name is refused, or empty for a legal name. */
    public static Optional<String> problem(String group) {
        if (group.isBlank()) {
            return Optional.of("The specified group is blank.");
        }
        if (!TopicName.hasLegalCharacters(group)) {
            return Optional.of(
                    "The specified group: "
                            + group
                            + ", contains illegal characters, allowing only ^[%|a-zA-Z0-9_-]+$");
        }
        if (group.length() > MAX_LENGTH) {
            return Optional.of(
                    "The specified group: "
                            + group
                            + ", is longer than group max length "
                            + MAX_LENGTH
                            + ".");
        }
        return Optional.empty();
    }

    /** Groups that exist on every broker, with default settings. */
    public static Set<String> builtIn() {
        return BUILT_IN;
    }

    /** Whether the product uses the group itself; such groups are not created or deleted by users. */
    public static boolean isSystem(String group) {
        return BUILT_IN.contains(group) || group.startsWith(SYSTEM_PREFIX);
    }

    /** Where messages wait that this group wants again. */
    public static String retryTopic(String group) {
        return TopicName.RETRY_PREFIX + group;
    }

    /** Where messages end that this group could not consume. */
    public static String deadLetterTopic(String group) {
        return TopicName.DEAD_LETTER_PREFIX + group;
    }

    /** Where messages of one topic wait that this group popped and did not acknowledge. */
    public static String popRetryTopic(String group, String topic) {
        return TopicName.RETRY_PREFIX + group + '_' + topic;
    }

    /** The newer form of {@link #popRetryTopic}, which cannot be read in two ways. */
    public static String popRetryTopicV2(String group, String topic) {
        return TopicName.RETRY_PREFIX + group + '+' + topic;
    }

    /** The group of a plain retry or dead-letter topic; empty for any other topic. */
    public static Optional<String> ofRetryOrDeadLetterTopic(String topic) {
        if (TopicName.isRetry(topic)) {
            return Optional.of(topic.substring(TopicName.RETRY_PREFIX.length()));
        }
        if (TopicName.isDeadLetter(topic)) {
            return Optional.of(topic.substring(TopicName.DEAD_LETTER_PREFIX.length()));
        }
        return Optional.empty();
    }
}
