package io.apogeemq.namesrv.route;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.AddWritePermOfBrokerRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.AddWritePermOfBrokerResponseHeader;
import io.apogeemq.remoting.protocol.namesrv.DeleteTopicInNamesrvRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.RegisterTopicRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.WipeWritePermOfBrokerRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.WipeWritePermOfBrokerResponseHeader;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator changes in the registry: topics (216, 217) and the writing to a broker (205, 327).
 *
 * <p>Source: wire spec, requests-namesrv, sections 11 and 12. Better than the peer in one point:
 * opening for writing restores the permissions that the broker registered.
 *
 * <p>Threads: registry.
 */
public final class RouteAdminProcessor {
    private static final Logger log = LoggerFactory.getLogger(RouteAdminProcessor.class);

    private final RouteTable routes;

    /** Changes this table. */
    public RouteAdminProcessor(RouteTable routes) {
        this.routes = routes;
    }

    /** DELETE_TOPIC_IN_NAMESRV (216). */
    public void deleteTopic(RemotingCommand request, Reply reply) {
        DeleteTopicInNamesrvRequestHeader header =
                DeleteTopicInNamesrvRequestHeader.read(request.fields());
        RouteSnapshot snapshot = routes.snapshot();
        Collection<String> brokerNames =
                header.clusterName().isEmpty()
                        ? snapshot.groups().keySet()
                        : snapshot.clusters().getOrDefault(header.clusterName(), List.of());
        routes.deleteTopic(header.topic(), brokerNames);
        log.info("topic deleted topic={} cluster={}", header.topic(), header.clusterName());
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }

    /** REGISTER_TOPIC_IN_NAMESRV (217). */
    public void registerTopic(RemotingCommand request, Reply reply) {
        String topic = RegisterTopicRequestHeader.read(request.fields()).topic();
        List<QueueData> queues = BodyReading.read(request, TopicRouteData::fromJson).queueDatas();
        for (QueueData here : queues) {
            if (routes.snapshot().group(here.brokerName()).isEmpty()) {
                throw new RequestRefused(
                        ResponseCode.INVALID_PARAMETER,
                        "topic '"
                                + topic
                                + "' can't be on broker '"
                                + here.brokerName()
                                + "', which is not registered here; nothing was changed");
            }
        }
        routes.addTopic(topic, queues);
        log.info("topic registered topic={} brokers={}", topic, queues.size());
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }

    /** WIPE_WRITE_PERM_OF_BROKER (205). */
    public void wipeWritePermission(RemotingCommand request, Reply reply) {
        String brokerName = WipeWritePermOfBrokerRequestHeader.read(request.fields()).brokerName();
        int topics = setClosedForWriting(brokerName, true);
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        new WipeWritePermOfBrokerResponseHeader(topics)));
    }

    /** ADD_WRITE_PERM_OF_BROKER (327). */
    public void addWritePermission(RemotingCommand request, Reply reply) {
        String brokerName = AddWritePermOfBrokerRequestHeader.read(request.fields()).brokerName();
        int topics = setClosedForWriting(brokerName, false);
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        new AddWritePermOfBrokerResponseHeader(topics)));
    }

    private int setClosedForWriting(String brokerName, boolean closed) {
        int topics = routes.setClosedForWriting(brokerName, closed);
        log.info(
                "writing to a broker was {} broker={} topics={}",
                closed ? "closed" : "opened",
                brokerName,
                topics);
        return topics;
    }
}
