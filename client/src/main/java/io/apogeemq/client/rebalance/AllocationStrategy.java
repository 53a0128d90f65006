package io.apogeemq.client.rebalance;

import io.apogeemq.common.topic.MessageQueue;
import java.util.List;

/**
 * How the queues of a topic are shared among the members of a group. Every member computes its own
 * share, nobody compares the results: all members must use the same strategy, and the same lists must
 * give shares that together hold every queue once.
 *
 * <p>Source of the two given ones: wire spec, "Behaviour of the official client", section 4; their
 * results equal those of Apache's clients, so that both may be members of one group.
 *
 * <p>Threads: called on the thread of a rebalancer; must be a pure function of its arguments.
 */
public interface AllocationStrategy {

    /** Name of the strategy, as brokers know it. */
    String name();

    /**
     * The share of one member.
     *
     * @param group the consumer group
     * @param clientId the member whose share is wanted
     * @param queues all readable queues of the topic, sorted
     * @param clientIds all members, sorted; may lack the member itself, whose share is empty then
     */
    List<MessageQueue> allocate(
            String group, String clientId, List<MessageQueue> queues, List<String> clientIds);

    /** Blocks of neighbouring queues, the first members get one more when it does not divide evenly. */
    static AllocationStrategy averagely() {
        return new AveragelyStrategy();
    }

    /** Queue k goes to member k modulo the number of members. */
    static AllocationStrategy byCircle() {
        return new CircleStrategy();
    }
}
