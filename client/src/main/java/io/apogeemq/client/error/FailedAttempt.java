package io.apogeemq.client.error;

import static java.util.Objects.requireNonNull;

/**
 * One server that was asked in vain.
 *
 * @param address the server
 * @param outcome why it did not work out, in words
 * @param tookMillis how long the attempt took
 */
public record FailedAttempt(String address, String outcome, long tookMillis) {

    public FailedAttempt {
        requireNonNull(address, "address");
        requireNonNull(outcome, "outcome");
    }

    @Override
    public String toString() {
        return "'" + address + "' (" + outcome + ", after " + tookMillis + " ms)";
    }
}
