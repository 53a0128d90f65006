package io.apogeemq.client.consumer;

import io.apogeemq.client.rebalance.RebalanceConfig;
import java.time.Duration;

/**
 * The waits and periods of a consumer. Fixed for applications, because brokers and other members rely
 * on them; tests use shorter ones.
 *
 * @param pullSuspend how long a broker may hold a pull that finds nothing
 * @param pullTimeout how long an answer to a pull may take
 * @param pullRetryDelay until the next pull after one that failed
 * @param busyRetryDelay until the next pull after one that the broker was too busy for
 * @param persistPeriod how often progress is stored
 * @param lockPeriod how often the locks of an orderly consumer are renewed
 * @param lockLife how long a lock counts without being renewed; shorter than at the broker (60 s)
 * @param lockReleaseWait how long a queue that is given up may stay locked for a listener to end
 * @param redeliveryStep how much longer each delivery of a failed message waits than the one before
 * @param redeliveryLimit the longest such wait
 * @param rebalance when queues are shared anew
 */
record ConsumerTimings(
        Duration pullSuspend,
        Duration pullTimeout,
        Duration pullRetryDelay,
        Duration busyRetryDelay,
        Duration persistPeriod,
        Duration lockPeriod,
        Duration lockLife,
        Duration lockReleaseWait,
        Duration redeliveryStep,
        Duration redeliveryLimit,
        RebalanceConfig rebalance) {

    /** Source: wire spec, "Behaviour of the official client", sections 2 and 4. */
    static final ConsumerTimings DEFAULT =
            new ConsumerTimings(
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(20),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    RebalanceConfig.DEFAULT);

    /** How long a message waits that has failed so many times. */
    Duration redeliveryDelay(int failures) {
        Duration wait = redeliveryStep.multipliedBy(failures);
        return wait.compareTo(redeliveryLimit) < 0 ? wait : redeliveryLimit;
    }
}
