package io.apogeemq.namesrv.route;

import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.BrokerMemberGroup;
import io.apogeemq.remoting.protocol.namesrv.GetBrokerMemberGroupRequestHeader;
import io.apogeemq.remoting.server.Reply;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells who is in the clusters: GET_BROKER_CLUSTER_INFO (106) and GET_BROKER_MEMBER_GROUP (901).
 *
 * <p>Source: wire spec, requests-namesrv, sections 7 and 8.
 *
 * <p>Threads: io; takes no lock.
 */
public final class ClusterProcessor {
    private final RouteTable routes;

    /** Answers from this table. */
    public ClusterProcessor(RouteTable routes) {
        this.routes = routes;
    }

    /** GET_BROKER_CLUSTER_INFO (106). */
    public void clusterInfo(RemotingCommand request, Reply reply) {
        byte[] body = routes.snapshot().clusterInfo().toJson();
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null, null, body));
    }

    /** GET_BROKER_MEMBER_GROUP (901): of an unknown group there are no members. */
    public void memberGroup(RemotingCommand request, Reply reply) {
        GetBrokerMemberGroupRequestHeader header =
                GetBrokerMemberGroupRequestHeader.read(request.fields());
        SortedMap<Long, String> members =
                routes.snapshot()
                        .group(header.brokerName())
                        .map(group -> group.data().brokerAddrs())
                        .orElseGet(TreeMap::new);
        byte[] body =
                new BrokerMemberGroup(header.clusterName(), header.brokerName(), members).toJson();
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null, null, body));
    }
}
