package io.apogeemq.broker.group;

import io.apogeemq.common.topic.MessageQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How sorted queues are divided among sorted clients; the same rules as in the clients, so that those
 * that ask and those that compute agree. Source: client spec, "Push consumer", allocation strategies.
 *
 * <p>Threads: pure functions.
 */
enum QueueAllocation {
    /** Contiguous blocks; the first clients get one more when it does not come out even. */
    AVG {
        @Override
        List<MessageQueue> share(List<MessageQueue> queues, int clients, int index) {
            int least = queues.size() / clients;
            int withOneMore = queues.size() % clients;
            int start = index * least + Math.min(index, withOneMore);
            int count = least + (index < withOneMore ? 1 : 0);
            return List.copyOf(queues.subList(start, start + count));
        }
    },
    /** In turns: queue k goes to client k mod clients. */
    AVG_BY_CIRCLE {
        @Override
        List<MessageQueue> share(List<MessageQueue> queues, int clients, int index) {
            List<MessageQueue> share = new ArrayList<>();
            for (int k = index; k < queues.size(); k += clients) {
                share.add(queues.get(k));
            }
            return share;
        }
    };

    /** The queues of client number {@code index}, which is below {@code clients}. */
    abstract List<MessageQueue> share(List<MessageQueue> queues, int clients, int index);

    /** The rule of that name, as clients call it. */
    static Optional<QueueAllocation> named(String name) {
        for (QueueAllocation allocation : values()) {
            if (allocation.name().equals(name)) {
                return Optional.of(allocation);
            }
        }
        return Optional.empty();
    }
}
