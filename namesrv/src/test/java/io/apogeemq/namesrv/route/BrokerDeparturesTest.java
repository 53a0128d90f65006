package io.apogeemq.namesrv.route;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerDeparturesTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10); // of every test broker

    private final ManualClock clock = new ManualClock();
    private final BrokerLiveness liveness = new BrokerLiveness(clock);
    private final RouteTable table = new RouteTable(liveness, new RegistryLimits(100, 1_000));
    private final RegistryThread registry = new RegistryThread();
    private final BrokerDepartures departures = new BrokerDepartures(table, liveness, registry);
    private final TestBroker broker = TestBroker.of("b", 0, "h:1");

    @AfterEach
    void stop() {
        registry.close();
    }

    private boolean isListed() {
        return table.snapshot().group("b").isPresent();
    }

    @Test
    void keepsABrokerForTheWholeTimeThatItAskedFor() {
        table.register(broker.registers("x", "y"), false);

        clock.advance(TIMEOUT);
        departures.removeSilent();
        boolean atTheLimit = isListed();
        clock.advanceMillis(1);
        departures.removeSilent();

        assertTrue(atTheLimit);
        assertFalse(isListed());
        assertFalse(broker.connection().isOpen());
    }

    @Test
    void countsFromTheLastSignOfLife() {
        table.register(broker.registers("x", "y"), false);
        clock.advance(TIMEOUT);
        assertTrue(liveness.heard(broker.key()));

        clock.advance(TIMEOUT);
        departures.removeSilent();

        assertTrue(isListed());
        assertTrue(broker.connection().isOpen());
    }

    @Test
    void expiresNobodyWhenTheMachinesClockIsSet() {
        table.register(broker.registers("x", "y"), false);

        clock.setMillis(clock.millis() + Duration.ofDays(1).toMillis());
        departures.removeSilent();

        assertTrue(isListed());
    }

    @Test
    void knowsNoSignOfLifeOfABrokerThatIsNotRegistered() {
        assertFalse(liveness.heard(broker.key()));
        assertEquals(0, liveness.all().size());
    }

    @Test
    void removesWhatRegisteredOverAConnectionThatCloses() {
        table.register(broker.registers("x", "y"), false);

        departures.onClose(new FakeConnection());
        departures.onClose(broker.connection());

        await().until(() -> !isListed());
        assertTrue(liveness.find(broker.key()).isEmpty());
    }
}
