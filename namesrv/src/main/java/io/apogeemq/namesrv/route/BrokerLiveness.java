package io.apogeemq.namesrv.route;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.remoting.transport.Connection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * Who is alive: every registered broker with the time it was last heard of. A broker is silent when
 * nothing came for the time that its registration named.
 *
 * <p>Time is the steady counter, so that setting the machine's clock expires nobody.
 *
 * <p>Threads: entries come and go on the registry thread only; any thread looks up and refreshes.
 */
public final class BrokerLiveness {
    private final Clock clock;
    private final ConcurrentMap<BrokerAddress, LiveBroker> brokers = new ConcurrentHashMap<>();

    /** Knows nobody yet. */
    public BrokerLiveness(Clock clock) {
        this.clock = clock;
    }

    /** A sign of life; false when the broker is not registered. */
    boolean heard(BrokerAddress address) {
        LiveBroker broker = brokers.get(address);
        if (broker == null) {
            return false;
        }
        broker.heard(clock.nanoTime());
        return true;
    }

    Optional<LiveBroker> find(BrokerAddress address) {
        return Optional.ofNullable(brokers.get(address));
    }

    int count() {
        return brokers.size();
    }

    Collection<LiveBroker> all() {
        return List.copyOf(brokers.values());
    }

    /** Brokers that were not heard of for longer than they asked for. */
    List<LiveBroker> silent() {
        long now = clock.nanoTime();
        return those(broker -> broker.isSilent(now));
    }

    /** Brokers whose last registration came over this connection. */
    List<LiveBroker> registeredOver(Connection connection) {
        return those(broker -> broker.connection() == connection);
    }

    private List<LiveBroker> those(Predicate<LiveBroker> wanted) {
        return brokers.values().stream().filter(wanted).toList();
    }

    /** Takes the place of what was known of this address. */
    void put(Registration registration) {
        brokers.put(registration.address(), new LiveBroker(registration, clock.nanoTime()));
    }

    void remove(BrokerAddress address) {
        brokers.remove(address);
    }
}
