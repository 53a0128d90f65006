package io.apogeemq.client.producer;

import io.apogeemq.common.topic.MessageQueue;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes one queue after the other, from a random start, passing over brokers that are avoided and the
 * one that has just failed.
 *
 * <p>Threads: safe for any thread. Hot path: one atomic increment.
 */
final class QueueRotation {
    private final BrokerLatency latency;
    private final boolean avoidSlowBrokers;
    private final AtomicInteger next;

    QueueRotation(BrokerLatency latency, boolean avoidSlowBrokers) {
        this.latency = latency;
        this.avoidSlowBrokers = avoidSlowBrokers;
        this.next = new AtomicInteger(ThreadLocalRandom.current().nextInt());
    }

    /**
     * The next queue.
     *
     * @param queues what to choose from, not empty
     * @param notThisBroker the broker of the last attempt, empty for none; taken only when there is no
     *     other
     */
    MessageQueue take(List<MessageQueue> queues, String notThisBroker) {
        int count = queues.size();
        int start = Math.floorMod(next.getAndIncrement(), count);
        MessageQueue second = null; // of another broker, though avoided
        for (int i = 0; i < count; i++) {
            MessageQueue queue = queues.get(start + i < count ? start + i : start + i - count);
            if (queue.brokerName().equals(notThisBroker)) {
                continue;
            }
            if (!avoidSlowBrokers || !latency.isAvoided(queue.brokerName())) {
                return queue;
            }
            if (second == null) {
                second = queue;
            }
        }
        return second != null ? second : queues.get(start);
    }
}
