package io.apogeemq.client.connection;

import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.ConsumerData;
import io.apogeemq.remoting.server.Reply;

/**
 * A consumer as its connections see it: its part of the heartbeats, and what brokers ask of it.
 *
 * <p>Threads: {@link #heartbeatData} is called on the timer thread and on io threads, everything else
 * on io threads: hand over and return. A request is valid until the method returns; {@link
 * RemotingCommand#detach} keeps it.
 */
public interface ConsumerMember {
    /** The consumer group; one client holds at most one member of a group. */
    String group();

    /** What heartbeats say of this member now: its group, model and subscriptions. */
    ConsumerData heartbeatData();

    /** Members of the group came or went, or their subscriptions changed (request 40). */
    void onConsumerIdsChanged();

    /** An operator resets the offsets of the group (request 220, wants no answer). */
    void onResetOffset(RemotingCommand request);

    /** An operator asks for the offsets consumed so far (request 221). */
    void onConsumerStatus(RemotingCommand request, Reply reply);

    /** An operator asks how the consumer is doing (request 307). */
    void onRunningInfo(RemotingCommand request, Reply reply);

    /** An operator has one message consumed now (request 309). */
    void onConsumeDirectly(RemotingCommand request, Reply reply);
}
