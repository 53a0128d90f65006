package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.QueueCalls;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.lock.LockBatchRequestBody;
import io.apogeemq.remoting.protocol.lock.LockBatchResponseBody;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Asks brokers to keep queues for this client alone, as orderly consumption needs.
 *
 * <p>A broker forgets a lock after 60 seconds without renewal; asking for a lock that one has renews it.
 * Source: wire spec, requests-core, "LOCK_BATCH_MQ".
 *
 * <p>Threads: safe for any thread. Futures complete on io threads.
 */
final class QueueLocks {
    private final QueueCalls calls;
    private final String group;
    private final String clientId;

    QueueLocks(QueueCalls calls, String group, String clientId) {
        this.calls = requireNonNull(calls, "calls");
        this.group = requireNonNull(group, "group");
        this.clientId = requireNonNull(clientId, "clientId");
    }

    /** The queues by the broker that has them, since each broker locks its own. */
    static Collection<List<MessageQueue>> byBroker(Collection<MessageQueue> queues) {
        Map<String, List<MessageQueue>> byBroker =
                queues.stream().collect(Collectors.groupingBy(MessageQueue::brokerName));
        return byBroker.values();
    }

    /**
     * Locks queues of one broker, or renews their locks.
     *
     * @return those that are now ours; the others belong to another client
     */
    CompletableFuture<Set<MessageQueue>> lock(List<MessageQueue> ofOneBroker) {
        return calls.ask(
                ofOneBroker.get(0),
                "locks of group '" + group + "'",
                request(RequestCode.LOCK_BATCH_MQ, ofOneBroker),
                answer ->
                        Set.copyOf(
                                LockBatchResponseBody.fromJson(answer.orRefused().bodyBytes())
                                        .lockOkMqSet()));
    }

    /** Gives a lock back, without waiting; a broker that does not hear of it waits a minute. */
    void unlock(MessageQueue queue) {
        calls.tell(queue, request(RequestCode.UNLOCK_BATCH_MQ, List.of(queue)));
    }

    private RemotingCommand request(int code, List<MessageQueue> queues) {
        LockBatchRequestBody body = new LockBatchRequestBody(group, clientId, queues, false);
        return RemotingCommand.request(code, out -> {}, body.toJson());
    }
}
