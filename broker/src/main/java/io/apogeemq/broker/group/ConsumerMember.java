package io.apogeemq.broker.group;

import io.apogeemq.remoting.command.LanguageCode;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.transport.Connection;
import java.util.HashMap;
import java.util.Map;

/**
 * One consumer of a group as its last full heartbeat described it. Its identity is the connection:
 * two processes may use the same client id.
 *
 * <p>Threads: immutable but for the time of the last heartbeat, which any thread may move.
 */
public final class ConsumerMember {
    private final Connection connection;
    private final String clientId;
    private final LanguageCode language;
    private final int version;
    private final ConsumerData data;
    private final int fingerprint; // 0: the client uses the first form of heartbeats
    private final Map<String, SubscriptionData> subscriptions;
    private volatile long lastHeartbeatNanos;

    ConsumerMember(ClientIdentity client, ConsumerData data, int fingerprint, long nowNanos) {
        this.connection = client.connection();
        this.clientId = client.clientId();
        this.language = client.language();
        this.version = client.version();
        this.data = data;
        this.fingerprint = fingerprint;
        this.lastHeartbeatNanos = nowNanos;
        Map<String, SubscriptionData> byTopic = new HashMap<>();
        for (SubscriptionData subscription : data.subscriptionDataSet()) {
            byTopic.merge(subscription.topic(), subscription, ConsumerMember::newer);
        }
        this.subscriptions = Map.copyOf(byTopic);
    }

    static SubscriptionData newer(SubscriptionData one, SubscriptionData other) {
        return other.subVersion() > one.subVersion() ? other : one;
    }

    public Connection connection() {
        return connection;
    }

    public String clientId() {
        return clientId;
    }

    public LanguageCode language() {
        return language;
    }

    /** Protocol version of the client. */
    public int version() {
        return version;
    }

    ConsumerData data() {
        return data;
    }

    int fingerprint() {
        return fingerprint;
    }

    /** What this member alone subscribes to, by topic. */
    Map<String, SubscriptionData> subscriptions() {
        return subscriptions;
    }

    boolean saysTheSame(ClientIdentity client, ConsumerData newData, int newFingerprint) {
        return fingerprint == newFingerprint
                && clientId.equals(client.clientId())
                && data.equals(newData);
    }

    void heardAt(long nowNanos) {
        lastHeartbeatNanos = nowNanos;
    }

    boolean isSilentSince(long nowNanos, long patienceNanos) {
        return nowNanos - lastHeartbeatNanos > patienceNanos;
    }
}
