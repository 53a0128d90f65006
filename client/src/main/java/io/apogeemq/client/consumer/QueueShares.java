package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.rebalance.Assignee;
import io.apogeemq.common.topic.MessageQueue;
import java.util.List;
import java.util.Set;

/**
 * Makes the queues of a consumer what the rebalancer says, and tells brokers of each change.
 *
 * <p>Threads: the rebalancer's.
 */
final class QueueShares implements Assignee {
    private final Subscriptions subscriptions;
    private final HeldQueues queues;
    private final Announcer announcer;

    QueueShares(Subscriptions subscriptions, HeldQueues queues, Announcer announcer) {
        this.subscriptions = requireNonNull(subscriptions, "subscriptions");
        this.queues = requireNonNull(queues, "queues");
        this.announcer = requireNonNull(announcer, "announcer");
    }

    @Override
    public Set<String> topics() {
        return subscriptions.topics();
    }

    @Override
    public boolean assign(String topic, Set<MessageQueue> share) {
        boolean isChanged = queues.giveUpOthers(topic, share);
        List<HeldQueue> taken = queues.take(queues.missing(share));
        if (isChanged || !taken.isEmpty()) {
            announcer.announce(topic);
        }
        queues.start(taken);
        return queues.holdsAll(share);
    }
}
