package io.apogeemq.client.producer;

import io.apogeemq.common.concurrent.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Which brokers to keep away from for a while because they were slow or failed.
 *
 * <pre>
 * answer took at least   550   1800   3000    5000   15000 ms
 * avoided for           2000   5000   6000   10000   30000 ms
 * </pre>
 *
 * A broker that did not answer at all counts as one that took ten seconds. Avoiding is a preference: when
 * every broker is avoided, all are used. Source: wire spec, client behaviour, section 3. Peers have this
 * switched off by default; here it is on, because a send that waits for a sick broker helps nobody.
 *
 * <p>Threads: safe for any thread. Hot path: no lock and no allocation while all brokers are well.
 */
final class BrokerLatency {
    private static final long[] SLOW_MILLIS = {550, 1800, 3000, 5000, 15000};
    private static final long[] AVOID_MILLIS = {2000, 5000, 6000, 10000, 30000};
    private static final long FAILED_COUNTS_AS_MILLIS = 10_000;

    private final Clock clock;
    private final ConcurrentMap<String, Long> avoidedUntilNanos = new ConcurrentHashMap<>();

    BrokerLatency(Clock clock) {
        this.clock = clock;
    }

    /** The broker answered after this long. */
    void answered(String brokerName, long tookMillis) {
        if (tookMillis < SLOW_MILLIS[0]) {
            if (!avoidedUntilNanos.isEmpty()) {
                avoidedUntilNanos.remove(brokerName);
            }
            return;
        }
        avoid(brokerName, tookMillis);
    }

    /** The broker could not be reached or did not answer. */
    void failed(String brokerName) {
        avoid(brokerName, FAILED_COUNTS_AS_MILLIS);
    }

    /** The broker said that it has too much to do. */
    void busy(String brokerName) {
        avoid(brokerName, SLOW_MILLIS[0]);
    }

    boolean isAvoided(String brokerName) {
        if (avoidedUntilNanos.isEmpty()) {
            return false;
        }
        Long until = avoidedUntilNanos.get(brokerName);
        if (until == null) {
            return false;
        }
        if (until - clock.nanoTime() > 0) {
            return true;
        }
        avoidedUntilNanos.remove(brokerName, until);
        return false;
    }

    private void avoid(String brokerName, long tookMillis) {
        long millis = 0;
        for (int i = 0; i < SLOW_MILLIS.length && tookMillis >= SLOW_MILLIS[i]; i++) {
            millis = AVOID_MILLIS[i];
        }
        long until = clock.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        avoidedUntilNanos.merge(
                brokerName, until, (known, fresh) -> fresh - known > 0 ? fresh : known);
    }
}
