package io.apogeemq.broker.registration;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;

/**
 * Where and how often a broker registers.
 *
 * @param nameServers {@code host:port} each; names are looked up again after a failure
 * @param period how often a full registration is repeated; brought between 10 and 60 seconds
 * @param timeout how long a name server may take to answer
 */
public record RegistrationConfig(List<String> nameServers, Duration period, Duration timeout) {
    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(10);
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(60);

    public RegistrationConfig {
        nameServers = List.copyOf(nameServers);
        requireNonNull(timeout, "timeout");
        if (period.compareTo(SHORTEST_PERIOD) < 0) {
            period = SHORTEST_PERIOD;
        } else if (period.compareTo(LONGEST_PERIOD) > 0) {
            period = LONGEST_PERIOD;
        }
    }
}
