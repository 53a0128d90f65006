package io.apogeemq.broker.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.common.concurrent.ManualClock;
import io.apogeemq.remoting.protocol.admin.BrokerStatsData;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BrokerStatsTest {
    private final ManualClock clock = new ManualClock();
    private final BrokerStats stats = new BrokerStats("C", clock);

    @Test
    void saysHowManyPerSecondInTheLastMinute() {
        for (int tenSeconds = 0; tenSeconds < 12; tenSeconds++) {
            stats.sent("T", 100, 5_000);
            passTenSeconds();
        }

        BrokerStatsData view = stats.view("TOPIC_PUT_NUMS", "T").orElseThrow();
        assertEquals(600, view.statsMinute().sum());
        assertEquals(10.0, view.statsMinute().tps(), 0.001);
        assertEquals(100.0, view.statsMinute().avgpt(), 0.001);
        assertEquals(1200, view.statsHour().sum());
        assertEquals(30_000, stats.view("TOPIC_PUT_SIZE", "T").orElseThrow().statsMinute().sum());
    }

    @Test
    void fallsToNothingWhenNothingComes() {
        stats.sent("T", 100, 5_000);
        passTenSeconds();
        clock.advance(Duration.ofMinutes(2));

        BrokerStatsData view = stats.view("TOPIC_PUT_NUMS", "T").orElseThrow();
        assertEquals(0, view.statsMinute().sum());
        assertEquals(100, view.statsDay().sum());
    }

    @Test
    void countsWhatGroupsGet() {
        stats.given("G", "T", 32, 3_200);
        clock.advance(Duration.ofSeconds(4));

        assertEquals(8.0, stats.consumeRate("G", "T"), 0.001);
        assertEquals(32, stats.view("GROUP_GET_NUMS", "T@G").orElseThrow().statsMinute().sum());
        assertEquals(32, stats.view("BROKER_GET_NUMS", "C").orElseThrow().statsMinute().sum());
    }

    @Test
    void knowsNothingOfWhatWasNeverCounted() {
        assertTrue(stats.view("TOPIC_PUT_NUMS", "T").isEmpty());
        assertTrue(stats.view("GROUP_GET_NUMS", "T").isEmpty());
        assertTrue(stats.view("NO_SUCH_NAME", "T").isEmpty());
    }

    @Test
    void forgetsADeletedTopic() {
        stats.sent("T", 1, 1);
        stats.given("G", "T", 1, 1);

        stats.removeTopic("T");

        assertTrue(stats.view("TOPIC_PUT_NUMS", "T").isEmpty());
        assertTrue(stats.view("GROUP_GET_NUMS", "T@G").isEmpty());
        assertEquals(1, stats.sentTotal());
    }

    @Test
    void remembersTheTotalsOfTheMorning() {
        stats.sent("T", 5, 5);
        clock.advance(Duration.ofDays(1));
        stats.sample();
        stats.sent("T", 7, 7);
        clock.advance(Duration.ofDays(1));
        stats.sample();

        assertEquals(12, stats.startOfDay().sent());
        assertEquals(5, stats.startOfYesterday().sent());
    }

    private void passTenSeconds() {
        clock.advance(Duration.ofSeconds(10));
        stats.sample();
    }
}
