package io.apogeemq.broker.group;

import io.apogeemq.common.error.MqException;
import io.apogeemq.remoting.client.RemotingClient;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.route.GetRouteInfoRequestHeader;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where the queues of a topic are in the whole cluster. */
@FunctionalInterface
public interface TopicRoutes {
    /** The route; empty when it is not known now. Never fails. */
    CompletableFuture<Optional<TopicRouteData>> find(String topic);

    /** Asks the first name server that answers. */
    static TopicRoutes ofNameServers(List<String> addresses, RemotingClient client) {
        return topic -> ask(List.copyOf(addresses), 0, client, topic);
    }

    private static CompletableFuture<Optional<TopicRouteData>> ask(
            List<String> addresses, int index, RemotingClient client, String topic) {
        if (index == addresses.size()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var header = new GetRouteInfoRequestHeader(topic, true, "", false);
        return client.call(
                        addresses.get(index),
                        RemotingCommand.request(RequestCode.GET_ROUTEINFO_BY_TOPIC, header),
                        Duration.ofSeconds(1)) // a client waits three seconds for the assignment
                .handle(
                        (answer, failure) ->
                                failure == null ? read(answer) : Optional.<TopicRouteData>empty())
                .thenCompose(
                        route ->
                                route.isPresent()
                                        ? CompletableFuture.completedFuture(route)
                                        : ask(addresses, index + 1, client, topic));
    }

    private static Optional<TopicRouteData> read(RemotingCommand answer) {
        try {
            return answer.code() == ResponseCode.SUCCESS
                    ? Optional.of(TopicRouteData.fromJson(answer.bodyBytes()))
                    : Optional.empty();
        } catch (MqException e) { // no route that can be read is no route
            return Optional.empty();
        } finally {
            answer.release();
        }
    }
}
