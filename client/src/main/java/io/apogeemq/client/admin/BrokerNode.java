package io.apogeemq.client.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.protocol.route.BrokerData;

/** One running broker as the NameServers know it. Threads: immutable. */
public record BrokerNode(String cluster, String brokerName, long brokerId, String address) {
    public BrokerNode {
        requireNonNull(cluster, "cluster");
        requireNonNull(brokerName, "brokerName");
        requireNonNull(address, "address");
    }

    /** Whether this is the broker of its name that takes writes. */
    public boolean isMaster() {
        return brokerId == BrokerData.MASTER_ID;
    }
}
