package io.apogeemq.client.rebalance;

import io.apogeemq.common.topic.MessageQueue;
import java.util.List;

/**
 * Blocks of n/c neighbouring queues; the first n%c members get one more.
 *
 * <p>Threads: immutable.
 */
final class AveragelyStrategy implements AllocationStrategy {

    @Override
    public String name() {
        return "AVG";
    }

    @Override
    public List<MessageQueue> allocate(
            String group, String clientId, List<MessageQueue> queues, List<String> clientIds) {
        int index = clientIds.indexOf(clientId);
        if (index < 0) {
            return List.of();
        }
        int evenShare = queues.size() / clientIds.size();
        int leftOver = queues.size() % clientIds.size();
        int first = index * evenShare + Math.min(index, leftOver);
        int share = evenShare + (index < leftOver ? 1 : 0);
        return List.copyOf(queues.subList(first, first + share));
    }
}
