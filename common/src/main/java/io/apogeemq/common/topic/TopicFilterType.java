package io.apogeemq.common.topic;

/**
 * How many tags a message of the topic may carry; {@link #MULTI_TAG} sets a bit in each record.
 * Source: broker spec, "Topics", section 1.
 */
public enum TopicFilterType {
    SINGLE_TAG,
    MULTI_TAG;

    /** The type of that name, or {@link #SINGLE_TAG} for a name this version does not know. */
    public static TopicFilterType parse(String name) {
        return MULTI_TAG.name().equals(name) ? MULTI_TAG : SINGLE_TAG;
    }
}
