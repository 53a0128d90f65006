package io.apogeemq.store.verify;

import java.util.List;

/**
 * What the verifications of a running store came to.
 *
 * @param run how many were begun since the store was opened; names the one that is described here
 * @param isRunning whether it is under way
 * @param isComplete whether it looked at everything
 * @param beganMillis 0 before the first
 * @param endedMillis 0 while it is under way
 * @param logBytes of the log that were looked at, of {@code logBytesTotal}
 * @param damages findings that mean damage
 * @param findings the first of each kind
 * @param problem why it stopped early; empty when it did not
 */
public record ScrubStatus(
        long run,
        boolean isRunning,
        boolean isComplete,
        long beganMillis,
        long endedMillis,
        long logBytes,
        long logBytesTotal,
        long records,
        long damages,
        long notes,
        List<Finding> findings,
        String problem) {

    /** Before the first. */
    static final ScrubStatus NONE =
            new ScrubStatus(0, false, false, 0, 0, 0, 0, 0, 0, 0, List.of(), "");

    public ScrubStatus {
        findings = List.copyOf(findings);
    }
}
