package io.apogeemq.client.consumer;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.connection.TopicRoute;
import io.apogeemq.client.rebalance.GroupView;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupResponseBody;
import io.apogeemq.remoting.protocol.route.BrokerData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group as routes and brokers show it: queues from the route of the topic, members from any broker
 * that has the topic.
 *
 * <p>Threads: confined to the rebalancer's thread, which waits for answers here.
 */
final class BrokerGroupView implements GroupView {
    private static final Logger log = LoggerFactory.getLogger(BrokerGroupView.class);

    /** Requests have a time limit of their own; this one only catches what never completes. */
    private static final int LIMITS_TO_WAIT = 3;

    private final ClientConnections connections;
    private final String group;

    BrokerGroupView(ClientConnections connections, String group) {
        this.connections = requireNonNull(connections, "connections");
        this.group = requireNonNull(group, "group");
    }

    @Override
    public List<MessageQueue> queuesOf(String topic) {
        return route(topic).map(TopicRoute::subscribeQueues).orElse(List.of());
    }

    @Override
    public List<String> membersOf(String topic) {
        List<BrokerData> brokers =
                new ArrayList<>(route(topic).map(r -> r.brokers().values()).orElse(List.of()));
        Collections.shuffle(brokers, ThreadLocalRandom.current());
        for (BrokerData broker : brokers) {
            String address =
                    broker.masterAddress()
                            .orElseGet(() -> broker.brokerAddrs().values().iterator().next());
            List<String> members = await(address).orElse(List.of());
            if (!members.isEmpty()) {
                return members;
            }
        }
        return List.of();
    }

    private Optional<TopicRoute> route(String topic) {
        Optional<TopicRoute> known = connections.routes().cached(topic);
        return known.isPresent() ? known : await(connections.routes().route(topic), topic);
    }

    private Optional<List<String>> await(String address) {
        RemotingCommand request =
                RemotingCommand.request(
                        RequestCode.GET_CONSUMER_LIST_BY_GROUP,
                        new GetConsumerListByGroupRequestHeader(group));
        return await(
                connections
                        .call(address, request, connections.requestTimeout())
                        .thenApply(BrokerGroupView::members),
                address);
    }

    private static List<String> members(RemotingCommand response) {
        try {
            return response.code() == ResponseCode.SUCCESS
                    ? GetConsumerListByGroupResponseBody.fromJson(response.bodyBytes())
                            .consumerIdList()
                    : List.of();
        } finally {
            response.release();
        }
    }

    private <T> Optional<T> await(Future<T> answer, String about) {
        try {
            long limitMillis = connections.requestTimeout().toMillis() * LIMITS_TO_WAIT;
            return Optional.of(answer.get(limitMillis, TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            log.debug(
                    "no answer for sharing queues group={} about={} reason={}",
                    group,
                    about,
                    e.toString());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
