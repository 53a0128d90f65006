package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.group.ConsumerGroup;
import io.apogeemq.broker.group.ConsumerGroups;
import io.apogeemq.broker.group.ConsumerMember;
import io.apogeemq.broker.group.ProducerGroups;
import io.apogeemq.broker.group.ProducerMember;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.ClientConnection;
import io.apogeemq.remoting.protocol.group.ConnectedProducer;
import io.apogeemq.remoting.protocol.group.ConsumerConnection;
import io.apogeemq.remoting.protocol.group.GetConsumerConnectionListRequestHeader;
import io.apogeemq.remoting.protocol.group.GetProducerConnectionListRequestHeader;
import io.apogeemq.remoting.protocol.group.ProducerConnection;
import io.apogeemq.remoting.protocol.group.ProducerTable;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.transport.Connection;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which clients are connected: consumers of a group (203), producers of a group (204), all producers
 * (328).
 *
 * <p>Threads: the admin executor.
 */
public final class ConnectionAdmin {
    private final ConsumerGroups consumers;
    private final ProducerGroups producers;

    /** Answers from both tables. */
    public ConnectionAdmin(ConsumerGroups consumers, ProducerGroups producers) {
        this.consumers = requireNonNull(consumers, "consumers");
        this.producers = requireNonNull(producers, "producers");
    }

    /** Handles GET_CONSUMER_CONNECTION_LIST (203). */
    public void consumers(RemotingCommand request, Reply reply) {
        String name = GetConsumerConnectionListRequestHeader.read(request.fields()).consumerGroup();
        ConsumerGroup group = consumers.find(name);
        if (!group.hasMembers()) {
            reply.fail(
                    ResponseCode.CONSUMER_NOT_ONLINE,
                    "the consumer group[" + name + "] not online");
            return;
        }
        List<ClientConnection> members = new ArrayList<>();
        for (ConsumerMember member : group.members()) {
            members.add(
                    new ClientConnection(
                            address(member.connection()),
                            member.clientId(),
                            member.language().name(),
                            member.version()));
        }
        Answers.body(
                reply,
                new ConsumerConnection(
                        members,
                        group.subscriptions(),
                        group.consumeType(),
                        group.messageModel(),
                        group.consumeFrom()));
    }

    /** Handles GET_PRODUCER_CONNECTION_LIST (204). */
    public void producers(RemotingCommand request, Reply reply) {
        String name = GetProducerConnectionListRequestHeader.read(request.fields()).producerGroup();
        Collection<ProducerMember> group = producers.members(name);
        if (group.isEmpty()) {
            reply.fail(ResponseCode.SYSTEM_ERROR, "the producer group[" + name + "] not exist");
            return;
        }
        List<ClientConnection> members = new ArrayList<>();
        for (ProducerMember member : group) {
            members.add(
                    new ClientConnection(
                            address(member.connection()),
                            member.clientId(),
                            member.language().name(),
                            member.version()));
        }
        Answers.body(reply, new ProducerConnection(members));
    }

    /** Handles GET_ALL_PRODUCER_INFO (328). */
    public void allProducers(RemotingCommand request, Reply reply) {
        Map<String, List<ConnectedProducer>> table = new TreeMap<>();
        producers
                .all()
                .forEach(
                        (group, members) ->
                                table.put(
                                        group,
                                        members.stream().map(ConnectionAdmin::producer).toList()));
        Answers.body(reply, new ProducerTable(table));
    }

    private static ConnectedProducer producer(ProducerMember member) {
        return new ConnectedProducer(
                member.clientId(),
                "/" + address(member.connection()),
                member.language().name(),
                member.version(),
                member.lastHeartbeatMillis());
    }

    private static String address(Connection connection) {
        InetSocketAddress peer = connection.remoteAddress();
        return peer.getAddress().getHostAddress() + ":" + peer.getPort();
    }
}
