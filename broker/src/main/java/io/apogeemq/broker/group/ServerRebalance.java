package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.group.MessageModel;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.QueryAssignmentRequestBody;
import io.apogeemq.remoting.protocol.group.QueryAssignmentResponseBody;
import io.apogeemq.remoting.protocol.group.QueryAssignmentResponseBody.Assignment;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * QUERY_ASSIGNMENT (400): divides the queues of a topic in the whole cluster among the members of a
 * group, for clients that leave that to the broker. All queues are pulled.
 *
 * <p>While the route or the client is not known the answer has no list: the client keeps what it has,
 * instead of giving everything up because this broker or a name server has just started.
 *
 * <p>Threads: io; answers when the name server has answered.
 */
public final class ServerRebalance {
    private final ConsumerGroups consumers;
    private final TopicRoutes routes;

    /** Divides among these consumers what these routes name. */
    public ServerRebalance(ConsumerGroups consumers, TopicRoutes routes) {
        this.consumers = requireNonNull(consumers, "consumers");
        this.routes = requireNonNull(routes, "routes");
    }

    /** Handles the request. */
    public void assign(RemotingCommand request, Reply reply) {
        QueryAssignmentRequestBody asked = QueryAssignmentRequestBody.fromJson(request.bodyBytes());
        QueueAllocation allocation =
                QueueAllocation.named(asked.strategyName())
                        .orElseThrow(
                                () ->
                                        new RequestRefused(
                                                ResponseCode.INVALID_PARAMETER,
                                                "strategyName '"
                                                        + asked.strategyName()
                                                        + "' is not known here: use AVG or"
                                                        + " AVG_BY_CIRCLE"));
        routes.find(asked.topic())
                .thenAccept(
                        route ->
                                reply.send(
                                        RemotingCommand.response(
                                                ResponseCode.SUCCESS,
                                                null,
                                                null,
                                                answer(asked, allocation, route).toJson())));
    }

    private QueryAssignmentResponseBody answer(
            QueryAssignmentRequestBody asked,
            QueueAllocation allocation,
            Optional<TopicRouteData> route) {
        List<String> clients = consumers.find(asked.consumerGroup()).clientIds();
        int index = clients.indexOf(asked.clientId());
        if (index < 0 || route.isEmpty()) {
            return new QueryAssignmentResponseBody(Optional.empty());
        }
        List<MessageQueue> queues = readableQueues(asked.topic(), route.get());
        List<MessageQueue> share =
                asked.messageModel() == MessageModel.BROADCASTING
                        ? queues
                        : allocation.share(queues, clients.size(), index);
        return new QueryAssignmentResponseBody(
                Optional.of(
                        share.stream()
                                .map(
                                        queue ->
                                                new Assignment(
                                                        queue, QueryAssignmentResponseBody.PULL))
                                .toList()));
    }

    /** In the order that all clients sort them. */
    private static List<MessageQueue> readableQueues(String topic, TopicRouteData route) {
        TreeSet<MessageQueue> queues = new TreeSet<>();
        for (QueueData data : route.queueDatas()) {
            if (QueuePermission.isReadable(data.perm())) {
                for (int queueId = 0; queueId < data.readQueueNums(); queueId++) {
                    queues.add(new MessageQueue(topic, data.brokerName(), queueId));
                }
            }
        }
        return new ArrayList<>(queues);
    }
}
