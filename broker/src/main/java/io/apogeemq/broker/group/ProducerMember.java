package io.apogeemq.broker.group;

import io.apogeemq.remoting.command.LanguageCode;
import io.apogeemq.remoting.transport.Connection;

/**
 * One producer of a group.
 *
 * <p>Threads: immutable but for the time of the last heartbeat, which any thread may move.
 */
public final class ProducerMember {
    private final ClientIdentity client;
    private volatile long lastHeartbeatNanos;
    private volatile long lastHeartbeatMillis;

    ProducerMember(ClientIdentity client, long nowNanos, long nowMillis) {
        this.client = client;
        this.lastHeartbeatNanos = nowNanos;
        this.lastHeartbeatMillis = nowMillis;
    }

    public Connection connection() {
        return client.connection();
    }

    public String clientId() {
        return client.clientId();
    }

    public LanguageCode language() {
        return client.language();
    }

    /** Protocol version of the client. */
    public int version() {
        return client.version();
    }

    /** When it was heard of last, for display. */
    public long lastHeartbeatMillis() {
        return lastHeartbeatMillis;
    }

    void heardAt(long nowNanos, long nowMillis) {
        lastHeartbeatNanos = nowNanos;
        lastHeartbeatMillis = nowMillis;
    }

    boolean isSilentSince(long nowNanos, long patienceNanos) {
        return nowNanos - lastHeartbeatNanos > patienceNanos;
    }
}
