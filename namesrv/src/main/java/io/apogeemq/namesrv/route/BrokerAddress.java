package io.apogeemq.namesrv.route;

import static java.util.Objects.requireNonNull;

/**
 * What tells one broker process from another: the address that clients use, within a cluster. Two
 * clusters may use the same private address.
 *
 * <p>Threads: immutable.
 */
public record BrokerAddress(String cluster, String address) { // ip:port

    public BrokerAddress {
        requireNonNull(cluster, "cluster");
        requireNonNull(address, "address");
    }
}
