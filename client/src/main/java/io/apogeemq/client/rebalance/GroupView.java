package io.apogeemq.client.rebalance;

import io.apogeemq.common.topic.MessageQueue;
import java.util.List;

/**
 * What a member knows of its group: the queues there are and the members that share them.
 *
 * <p>Threads: called on the rebalancer's thread; may block for the time of a request.
 */
public interface GroupView {

    /** The readable queues of the topic, in any order; empty when the topic has no known route. */
    List<MessageQueue> queuesOf(String topic);

    /**
     * The client ids of all members, in any order, asked of a broker of the topic; empty when no
     * broker could be asked or none knows a member. Then nothing changes.
     */
    List<String> membersOf(String topic);
}
