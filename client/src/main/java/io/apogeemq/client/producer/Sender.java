package io.apogeemq.client.producer;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.connection.ClientTimer;
import io.apogeemq.client.connection.RouteCache;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.remoting.command.RemotingCommand;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What the sends of one producer have in common: its connections, its settings, and what it has learnt
 * about its brokers.
 *
 * <p>Threads: safe for any thread.
 */
final class Sender {
    private final ClientConnections connections;
    private final ProducerConfig config;
    private final BrokerLatency latency;
    private final QueueRotation rotation;
    private final InFlightBudget budget;
    private volatile boolean closed; // written by: whoever closes the producer

    Sender(ClientConnections connections, ProducerConfig config) {
        this.connections = connections;
        this.config = config;
        this.latency = new BrokerLatency(connections.clock());
        this.rotation = new QueueRotation(latency, config.avoidSlowBrokers());
        this.budget = new InFlightBudget(config.mostInFlightMessages(), config.mostInFlightBytes());
    }

    String group() {
        return config.group();
    }

    int mostRetries() {
        return config.mostRetries();
    }

    Clock clock() {
        return connections.clock();
    }

    ClientTimer timer() {
        return connections.timer();
    }

    RouteCache routes() {
        return connections.routes();
    }

    BrokerLatency latency() {
        return latency;
    }

    QueueRotation rotation() {
        return rotation;
    }

    InFlightBudget budget() {
        return budget;
    }

    CompletableFuture<RemotingCommand> call(
            String address, RemotingCommand request, Duration timeout) {
        return connections.call(address, request, timeout);
    }

    /** A send of this size has ended. */
    void done(int bytes) {
        budget.release(bytes);
    }

    boolean isClosed() {
        return closed || connections.isClosed();
    }

    void close() {
        closed = true;
    }
}
