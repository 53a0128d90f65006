package io.apogeemq.namesrv.route;

import static java.util.Objects.requireNonNull;

import io.apogeemq.remoting.protocol.DataVersion;
import io.apogeemq.remoting.transport.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One broker that is registered now: what its last registration said, and when it was last heard of.
 *
 * <p>Threads: everything but the time is fixed; the time is written by the registry and io threads
 * and read by any.
 */
final class LiveBroker {
    private final BrokerAddress address;
    private final String brokerName;
    private final long brokerId;
    private final String haServerAddr;
    private final DataVersion dataVersion;
    private final Duration timeout;
    private final Connection connection;
    private volatile long lastHeardNanos;

    LiveBroker(Registration registration, long nowNanos) {
        this.address = registration.address();
        this.brokerName = registration.brokerName();
        this.brokerId = registration.brokerId();
        this.haServerAddr = registration.haServerAddr();
        this.dataVersion = registration.topics().dataVersion();
        this.timeout = registration.timeout();
        this.connection = requireNonNull(registration.connection(), "connection");
        this.lastHeardNanos = nowNanos;
    }

    BrokerAddress address() {
        return address;
    }

    String brokerName() {
        return brokerName;
    }

    long brokerId() {
        return brokerId;
    }

    /** Where slaves fetch the log: {@code ip:port}. */
    String haServerAddr() {
        return haServerAddr;
    }

    /** Version of the topics that it registered last. */
    DataVersion dataVersion() {
        return dataVersion;
    }

    /** The connection that it registered over; gone with it. */
    Connection connection() {
        return connection;
    }

    void heard(long nowNanos) {
        lastHeardNanos = nowNanos;
    }

    boolean isSilent(long nowNanos) {
        return nowNanos - lastHeardNanos > TimeUnit.NANOSECONDS.convert(timeout);
    }

    @Override
    public String toString() {
        return brokerName + '/' + brokerId + '@' + address.address();
    }
}
