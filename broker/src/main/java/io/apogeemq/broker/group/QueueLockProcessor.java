package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.group.GroupName;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.lock.LockBatchRequestBody;
import io.apogeemq.remoting.protocol.lock.LockBatchResponseBody;
import io.apogeemq.remoting.server.Reply;
import java.util.List;

/**
 * LOCK_BATCH_MQ (41) and UNLOCK_BATCH_MQ (42): orderly consumers take, renew and give up queues.
 *
 * <p>Only queues that exist here can be locked; what is not granted is missing from the answer.
 *
 * <p>Threads: io; does not block.
 */
public final class QueueLockProcessor {
    private final QueueLocks locks;
    private final TopicConfigs topics;
    private final String brokerName;

    /** Locks of queues of this broker. */
    public QueueLockProcessor(QueueLocks locks, TopicConfigs topics, String brokerName) {
        this.locks = requireNonNull(locks, "locks");
        this.topics = requireNonNull(topics, "topics");
        this.brokerName = requireNonNull(brokerName, "brokerName");
    }

    /** Handles LOCK_BATCH_MQ. */
    public void lock(RemotingCommand request, Reply reply) {
        LockBatchRequestBody wanted = LockBatchRequestBody.fromJson(request.bodyBytes());
        String retryTopic = GroupName.retryTopic(wanted.consumerGroup());
        List<MessageQueue> here =
                wanted.mqSet().stream().filter(queue -> isHere(queue, retryTopic)).toList();
        List<MessageQueue> held = locks.lock(wanted.consumerGroup(), wanted.clientId(), here);
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        null,
                        new LockBatchResponseBody(held).toJson()));
    }

    /** The group's own retry topic counts as existing: it is being made while it is first locked. */
    private boolean isHere(MessageQueue queue, String retryTopic) {
        if (!queue.brokerName().equals(brokerName) || queue.queueId() < 0) {
            return false;
        }
        return topics.find(queue.topic())
                .map(topic -> queue.queueId() < topic.readQueueNums())
                .orElse(queue.topic().equals(retryTopic) && queue.queueId() == 0);
    }

    /** Handles UNLOCK_BATCH_MQ. */
    public void unlock(RemotingCommand request, Reply reply) {
        LockBatchRequestBody given = LockBatchRequestBody.fromJson(request.bodyBytes());
        locks.unlock(given.consumerGroup(), given.clientId(), given.mqSet());
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }
}
