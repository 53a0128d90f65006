package io.apogeemq.client.rebalance;

import io.apogeemq.common.topic.MessageQueue;
import java.util.Set;

/**
 * Who takes and gives up queues as the rebalancer says: a consumer.
 *
 * <p>Threads: called on the rebalancer's thread; may block for the time of some requests.
 */
public interface Assignee {

    /** The topics whose queues are to be shared. */
    Set<String> topics();

    /**
     * Makes these the queues of the topic that this member holds: gives up all others, takes the new
     * ones.
     *
     * @return false when some queue could not be taken yet, so that it is to be tried again soon
     */
    boolean assign(String topic, Set<MessageQueue> queues);
}
