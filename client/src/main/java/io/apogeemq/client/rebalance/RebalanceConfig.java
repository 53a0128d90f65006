package io.apogeemq.client.rebalance;

import java.time.Duration;

/**
 * When a rebalancer works.
 *
 * @param period at least this often
 * @param leastGap never more often than this, however often it is asked
 * @param retryDelay again after this long when some queue could not be taken; twice as long after each
 *     further round in vain, at most the period
 */
public record RebalanceConfig(Duration period, Duration leastGap, Duration retryDelay) {

    /** Source: wire spec, "Behaviour of the official client", section 2. */
    public static final RebalanceConfig DEFAULT =
            new RebalanceConfig(
                    Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofSeconds(1));

    public RebalanceConfig {
        if (period.isNegative() || leastGap.isNegative() || retryDelay.isNegative()) {
            throw new IllegalArgumentException(
                    "rebalance times must not be negative; got period "
                            + period
                            + ", gap "
                            + leastGap
                            + ", retry "
                            + retryDelay);
        }
    }
}
