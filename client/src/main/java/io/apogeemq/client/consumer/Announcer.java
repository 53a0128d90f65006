package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that brokers know the subscription before pulls rely on it.
 *
 * <p>Threads: safe for any thread; only {@link #announce} and {@link #await} wait.
 */
final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);

    private final String group;
    private final ClientConnections connections;
    private final Subscriptions subscriptions;
    private final Duration repeatDelay;
    private final AtomicBoolean isAsked = new AtomicBoolean();

    Announcer(
            String group,
            ClientConnections connections,
            Subscriptions subscriptions,
            Duration repeatDelay) {
        this.group = requireNonNull(group, "group");
        this.connections = requireNonNull(connections, "connections");
        this.subscriptions = requireNonNull(subscriptions, "subscriptions");
        this.repeatDelay = requireNonNull(repeatDelay, "repeatDelay");
    }

    /** Waits until brokers were told that we are here, or a moment has passed. */
    void announce() {
        await(connections.heartbeats().beatNow(), "heartbeat");
    }

    /** Gives the topic a newer version, tells all brokers, and then lets pulls state it. */
    void announce(String topic) {
        subscriptions.renew(topic, connections.clock().millis());
        long version = subscriptions.version(topic);
        announce();
        subscriptions.markTold(topic, version);
    }

    /** A broker does not know us: tells all of them soon, once for however many pulls found out. */
    void repeat() {
        if (isAsked.compareAndSet(false, true)) {
            connections
                    .timer()
                    .after(
                            repeatDelay,
                            () -> {
                                isAsked.set(false);
                                connections.heartbeats().beatNow();
                            });
        }
    }

    /** Waits for something that may as well come later. */
    void await(Future<?> answer, String what) {
        try {
            answer.get(connections.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug(
                    "not there yet, going on without group={} what={} reason={}",
                    group,
                    what,
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
