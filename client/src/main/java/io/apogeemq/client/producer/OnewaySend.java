package io.apogeemq.client.producer;

import io.apogeemq.client.connection.ClientConnections;
import io.apogeemq.client.connection.TopicRoute;
import io.apogeemq.client.error.NoRouteException;
import io.apogeemq.common.topic.MessageQueue;
import java.util.List;
import java.util.Optional;

/** A send that wants no answer: one queue, one request, no second try. Stateless. */
final class OnewaySend {
    private OnewaySend() {}

    static void send(
            ClientConnections connections,
            Sender sender,
            OutgoingMessage message,
            TopicRoute route,
            Optional<QueueSelector> selector) {
        List<MessageQueue> queues = route.publishQueues();
        if (queues.isEmpty()) {
            connections.routes().refreshForSending(message.topic());
            throw NoRouteException.noUsableBroker(message.topic(), route.whyNotWritable());
        }
        MessageQueue queue =
                selector.isPresent()
                        ? SendAttempt.selected(selector.get(), queues, message)
                        : sender.rotation().take(queues, "");
        String address =
                route.masterAddress(queue.brokerName())
                        .orElseThrow(
                                () ->
                                        NoRouteException.noUsableBroker(
                                                message.topic(),
                                                "broker '"
                                                        + queue.brokerName()
                                                        + "' has no master address now"));
        connections.oneway(
                address, message.request(sender.group(), queue, connections.clock().millis()));
    }
}
