package io.apogeemq.client.consumer;

/** What a listener says of the messages it was given. */
public enum ConsumeResult {
    /** Done with; the group's progress may pass them. */
    SUCCESS,

    /**
     * To be delivered again. This client keeps the messages and delivers them again itself, after a
     * delay that grows from one to five seconds (orderly: after the same delay each time, before
     * anything that follows them in the queue). The group's progress does not pass them, so they are
     * not lost when the process ends.
     */
    RETRY_LATER
}
