package io.apogeemq.client.connection;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.client.error.ClientClosedException;
import io.apogeemq.client.error.NoRouteException;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.route.BrokerData;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Requests to the broker that has a certain queue, found by the route of the queue's topic.
 *
 * <p>Threads: safe for any thread. Futures complete on io threads.
 *
 * <p>Errors: futures fail with {@link NoRouteException} when the broker's address is not known, {@link
 * BrokerRefusedException} when it says no, or a {@code RemotingException}.
 */
public final class QueueCalls {
    private final ClientConnections connections;

    /** Calls through these connections. */
    public QueueCalls(ClientConnections connections) {
        this.connections = requireNonNull(connections, "connections");
    }

    /** The member of the queue's broker group with this id, else its master, else any other. */
    public Optional<BrokerMember> member(MessageQueue queue, long brokerId) {
        Optional<BrokerData> broker =
                connections
                        .routes()
                        .cached(queue.topic())
                        .flatMap(route -> route.broker(queue.brokerName()));
        if (broker.isEmpty()) {
            return Optional.empty();
        }
        BrokerData group = broker.get();
        if (group.brokerAddrs().containsKey(brokerId)) {
            return Optional.of(new BrokerMember(brokerId, group.brokerAddrs().get(brokerId)));
        }
        // The lowest id: the master when there is one. A group in a route has at least one member.
        long lowest = group.brokerAddrs().firstKey();
        return Optional.of(new BrokerMember(lowest, group.brokerAddrs().get(lowest)));
    }

    /** The master of the queue's broker group, else another member. */
    public Optional<BrokerMember> member(MessageQueue queue) {
        return member(queue, BrokerData.MASTER_ID);
    }

    /**
     * Sends a request to the queue's broker and reads its answer.
     *
     * @param what what is asked, for error texts, as in {@code max offset of ...}
     * @param read takes any answer; it is released afterwards
     */
    public <T> CompletableFuture<T> ask(
            MessageQueue queue, String what, RemotingCommand request, Function<Answer, T> read) {
        Optional<BrokerMember> member = member(queue);
        if (member.isEmpty()) {
            request.release();
            return CompletableFuture.failedFuture(noAddress(queue));
        }
        String address = member.get().address();
        Duration timeout = connections.requestTimeout();
        return connections
                .call(address, request, timeout)
                .thenApply(
                        response -> {
                            try {
                                return read.apply(new Answer(what, address, response));
                            } finally {
                                response.release();
                            }
                        });
    }

    /**
     * Sends a request that wants no answer to the queue's broker.
     *
     * @return false when it was not sent, because no address is known or the client is closed
     */
    public boolean tell(MessageQueue queue, RemotingCommand request) {
        Optional<BrokerMember> member = member(queue);
        if (member.isEmpty()) {
            request.release();
            return false;
        }
        try {
            connections.oneway(member.get().address(), request.oneway());
            return true;
        } catch (ClientClosedException e) {
            return false;
        }
    }

    /** The error when the queue's broker has no known address. */
    public static NoRouteException noAddress(MessageQueue queue) {
        return NoRouteException.noUsableBroker(
                queue.topic(), "broker '" + queue.brokerName() + "' has no known address");
    }

    /** One member of a broker group. */
    public record BrokerMember(long brokerId, String address) {
        public boolean isMaster() {
            return brokerId == BrokerData.MASTER_ID;
        }
    }

    /** What a broker answered to a question. Valid while it is read. */
    public record Answer(String what, String address, RemotingCommand response) {
        public int code() {
            return response.code();
        }

        /** The answer, if it is a yes. */
        public RemotingCommand orRefused() {
            if (response.code() != ResponseCode.SUCCESS) {
                throw new BrokerRefusedException(what, address, response.code(), response.remark());
            }
            return response;
        }
    }
}
