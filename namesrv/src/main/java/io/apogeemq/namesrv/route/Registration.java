package io.apogeemq.namesrv.route;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import io.apogeemq.remoting.transport.Connection;
import java.time.Duration;
import java.util.List;

/**
 * What a broker says of itself: who it is, and all of its topics or those that changed.
 *
 * <p>Source: wire spec, requests-namesrv, section 2.
 *
 * <p>Threads: immutable.
 */
record Registration(
        BrokerAddress address,
        String brokerName,
        long brokerId,
        String haServerAddr,
        String zoneName, // empty: none
        boolean knowsActingMaster, // from 5.0 on
        boolean enableActingMaster,
        Duration timeout, // silent for longer: gone
        TopicConfigTable topics,
        List<String> filterServers,
        Connection connection) {

    /** A table with just one topic is a change; everything a broker has is never that little. */
    private static final int TOPICS_OF_A_CHANGE = 1;

    Registration {
        requireNonNull(address, "address");
        requireNonNull(brokerName, "brokerName");
        requireNonNull(haServerAddr, "haServerAddr");
        requireNonNull(zoneName, "zoneName");
        requireNonNull(timeout, "timeout");
        requireNonNull(topics, "topics");
        requireNonNull(connection, "connection");
        filterServers = List.copyOf(filterServers);
    }

    boolean isMaster() {
        return brokerId == BrokerData.MASTER_ID;
    }

    /** Whether this can only be the change of one topic, which a full registration must precede. */
    boolean isChangeOfOneTopic() {
        return topics.topics().size() == TOPICS_OF_A_CHANGE;
    }
}
