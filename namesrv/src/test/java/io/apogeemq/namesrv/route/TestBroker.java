package io.apogeemq.namesrv.route;

import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.protocol.topic.TopicConfigTable;
import io.apogeemq.remoting.transport.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** A broker whose registrations a test builds step by step. Threads: immutable. */
record TestBroker(
        String cluster,
        String name,
        long id,
        String address,
        boolean knowsActingMaster,
        boolean enableActingMaster,
        DataVersion version,
        Connection connection) {

    static TestBroker of(String name, long id, String address) {
        return new TestBroker(
                "C",
                name,
                id,
                address,
                true,
                false,
                new DataVersion(0, 0, 1),
                new FakeConnection());
    }

    TestBroker inCluster(String other) {
        return new TestBroker(
                other,
                name,
                id,
                address,
                knowsActingMaster,
                enableActingMaster,
                version,
                connection);
    }

    TestBroker withId(long other) {
        return new TestBroker(
                cluster,
                name,
                other,
                address,
                knowsActingMaster,
                enableActingMaster,
                version,
                connection);
    }

    TestBroker withActingMaster() {
        return new TestBroker(cluster, name, id, address, true, true, version, connection);
    }

    TestBroker olderThanRelease5() {
        return new TestBroker(cluster, name, id, address, false, false, version, connection);
    }

    TestBroker atVersion(long counter) {
        return atVersion(new DataVersion(0, 0, counter));
    }

    TestBroker inTerm(long term) {
        return atVersion(new DataVersion(term, 0, 1));
    }

    TestBroker atVersion(DataVersion other) {
        return new TestBroker(
                cluster,
                name,
                id,
                address,
                knowsActingMaster,
                enableActingMaster,
                other,
                connection);
    }

    BrokerAddress key() {
        return new BrokerAddress(cluster, address);
    }

    /** With topics of four queues. */
    Registration registers(String... topics) {
        return registers(Arrays.stream(topics).map(t -> TopicConfig.of(t, 4, 4, 6)).toList());
    }

    Registration registers(Collection<TopicConfig> topics) {
        return new Registration(
                key(),
                name,
                id,
                address + "1",
                "",
                knowsActingMaster,
                enableActingMaster,
                Duration.ofSeconds(10),
                TopicConfigTable.of(version, topics),
                List.of(),
                connection);
    }
}
