package io.apogeemq.common.group;

import java.util.List;

/**
 * How long a popped message that was not acknowledged waits before it is offered again.
 *
 * <p>Source: store spec, "SubscriptionGroupConfig members".
 *
 * <p>Threads: immutable.
 */
public sealed interface GroupRetryPolicy {

    /** The product's own table of waits; what a new group has. */
    GroupRetryPolicy DEFAULT = new Customized(List.of());

    /** Name of the policy in the stored and sent form. */
    String type();

    /** Waits taken from a list, the last one for all further attempts; empty: the product's table. */
    record Customized(List<Long> nextMillis) implements GroupRetryPolicy {
        public Customized {
            nextMillis = List.copyOf(nextMillis);
        }

        @Override
        public String type() {
            return "CUSTOMIZED";
        }
    }

    /** Waits that grow by a factor from the first to the longest. */
    record Exponential(long initialMillis, long maxMillis, long multiplier)
            implements GroupRetryPolicy {
        @Override
        public String type() {
            return "EXPONENTIAL";
        }
    }
}
