package io.apogeemq.client.rebalance;

import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.List;

/**
 * Queue k goes to member k modulo the number of members.
 *
 * <p>Threads: immutable.
 */
final class CircleStrategy implements AllocationStrategy {

    @Override
    public String name() {
        return "AVG_BY_CIRCLE";
    }

    @Override
    public List<MessageQueue> allocate(
            String group, String clientId, List<MessageQueue> queues, List<String> clientIds) {
        int index = clientIds.indexOf(clientId);
        if (index < 0) {
            return List.of();
        }
        List<MessageQueue> share = new ArrayList<>();
        for (int i = index; i < queues.size(); i += clientIds.size()) {
            share.add(queues.get(i));
        }
        return List.copyOf(share);
    }
}
