package io.apogeemq.client.consumer;

import io.apogeemq.client.rebalance.RebalanceConfig;
import java.time.Duration;

/** The waits of a consumer, short enough for tests. */
final class TestTimings {
    static final ConsumerTimings FAST =
            new ConsumerTimings(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(20),
                    Duration.ofMillis(5),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(5),
                    Duration.ofMillis(25),
                    new RebalanceConfig(
                            Duration.ofMillis(200), Duration.ofMillis(10), Duration.ofMillis(20)));

    private TestTimings() {}
}
