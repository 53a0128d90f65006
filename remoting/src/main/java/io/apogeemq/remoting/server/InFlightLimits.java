package io.apogeemq.remoting.server;

/**
 * How many requests may wait for their answer. Beyond it the peer gets a retryable "busy"; others
 * are not slowed.
 *
 * @param perConnection of one connection, parked long polls included
 * @param inAll of all connections together
 */
public record InFlightLimits(int perConnection, int inAll) {
    /** 16,384 of one connection, 262,144 in all: a parked request costs a few hundred bytes. */
    public static final InFlightLimits DEFAULT = new InFlightLimits(16_384, 262_144);

    public InFlightLimits {
        if (perConnection <= 0 || inAll <= 0) {
            throw new IllegalArgumentException(
                    "in-flight limits are "
                            + perConnection
                            + " and "
                            + inAll
                            + "; both must be above 0");
        }
    }
}
