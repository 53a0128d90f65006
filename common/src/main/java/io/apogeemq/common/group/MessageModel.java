package io.apogeemq.common.group;

/** Whether the members of a group share the messages or each gets all. */
public enum MessageModel {
    CLUSTERING,
    BROADCASTING;

    /** The value of that name, or {@link #CLUSTERING} for a name this version does not know. */
    public static MessageModel parse(String name) {
        return BROADCASTING.name().equals(name) ? BROADCASTING : CLUSTERING;
    }
}
