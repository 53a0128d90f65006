package io.apogeemq.namesrv.route;

import io.apogeemq.remoting.server.ConnectionListener;
import io.apogeemq.remoting.transport.Connection;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes brokers out that went without saying so: at once when their connection closes, and by a check
 * now and then when they fell silent.
 *
 * <p>Threads: hears of connections on the io threads; acts on the registry thread.
 */
public final class BrokerDepartures implements ConnectionListener {
    private static final Logger log = LoggerFactory.getLogger(BrokerDepartures.class);

    private final RouteTable routes;
    private final BrokerLiveness liveness;
    private final RegistryThread registry;

    /** Does nothing until {@link #checkEvery} is called or a connection closes. */
    public BrokerDepartures(RouteTable routes, BrokerLiveness liveness, RegistryThread registry) {
        this.routes = routes;
        this.liveness = liveness;
        this.registry = registry;
    }

    /** Starts to look for silent brokers. */
    public void checkEvery(Duration pause) {
        registry.every(pause, this::removeSilent);
    }

    @Override
    public void onOpen(Connection connection) {}

    @Override
    public void onClose(Connection connection) {
        // Behind a registration of this connection that may still wait, so that none outlives it.
        registry.executeAlways(() -> removeAll(connection));
    }

    private void removeAll(Connection connection) {
        remove(liveness.registeredOver(connection), "connection closed");
    }

    void removeSilent() {
        List<LiveBroker> silent = liveness.silent();
        remove(silent, "silent for longer than its timeout");
        silent.forEach(broker -> broker.connection().close());
    }

    private void remove(List<LiveBroker> brokers, String reason) {
        for (LiveBroker broker : brokers) {
            if (routes.remove(broker.address(), broker.brokerName())) {
                log.info(
                        "broker is gone cluster={} broker={} reason={}",
                        broker.address().cluster(),
                        broker,
                        reason);
            }
        }
    }
}
