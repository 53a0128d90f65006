package io.apogeemq.store.read;

/** Which message a search by time means when none has exactly that store time, or several have. */
public enum TimeBoundary {
    /** The first message stored at or after the time. */
    LOWER,
    /** The last message stored at or before the time. */
    UPPER
}
