package io.apogeemq.broker.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.broker.config.BrokerIdentity;
import io.apogeemq.broker.group.ConsumerGroups;
import io.apogeemq.broker.group.ConsumerMember;
import io.apogeemq.broker.group.GroupConfigs;
import io.apogeemq.broker.topic.TopicConfigs;
import io.apogeemq.common.group.SubscriptionGroupConfig;
import io.apogeemq.common.message.MessageId;
import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetConsumerRunningInfoRequestHeader;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import io.apogeemq.remoting.transport.RemotingException;
import io.apogeemq.store.MessageStore;
import io.apogeemq.store.file.MappedSlice;
import java.time.Duration;
import java.util.Optional;

/**
 * Questions of an administrator that only a client can answer, relayed over the connection that the
 * client keeps open: GET_CONSUMER_RUNNING_INFO (307) and CONSUME_MESSAGE_DIRECTLY (309).
 *
 * <p>Threads: the admin executor; the client's answer is sent on by its io thread, nobody waits.
 */
public final class ClientRelay {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ConsumerGroups consumers;
    private final GroupConfigs groups;
    private final TopicConfigs topics;
    private final MessageStore store;
    private final BrokerIdentity identity;

    /** Relays to connected consumers. */
    public ClientRelay(
            ConsumerGroups consumers,
            GroupConfigs groups,
            TopicConfigs topics,
            MessageStore store,
            BrokerIdentity identity) {
        this.consumers = requireNonNull(consumers, "consumers");
        this.groups = requireNonNull(groups, "groups");
        this.topics = requireNonNull(topics, "topics");
        this.store = requireNonNull(store, "store");
        this.identity = requireNonNull(identity, "identity");
    }

    /** Handles GET_CONSUMER_RUNNING_INFO (307). */
    public void runningInfo(RemotingCommand request, Reply reply) {
        var header = GetConsumerRunningInfoRequestHeader.read(request.fields());
        relay(
                member(header.consumerGroup(), header.clientId()),
                RemotingCommand.request(RequestCode.GET_CONSUMER_RUNNING_INFO, header),
                reply);
    }

    /** Handles CONSUME_MESSAGE_DIRECTLY (309): the client is given the stored message to consume. */
    public void consumeDirectly(RemotingCommand request, Reply reply) {
        var asked = ConsumeMessageDirectlyRequestHeader.read(request.fields());
        ConsumerMember member = member(asked.consumerGroup(), asked.clientId());
        SubscriptionGroupConfig group = groups.findOrNull(asked.consumerGroup());
        var header =
                new ConsumeMessageDirectlyRequestHeader(
                        asked.consumerGroup(),
                        asked.clientId(),
                        asked.msgId(),
                        identity.brokerName(),
                        asked.topic(),
                        topics.find(asked.topic()).map(TopicConfig::topicSysFlag).orElse(0),
                        group == null ? 0 : group.groupSysFlag());
        relay(
                member,
                RemotingCommand.request(
                        RequestCode.CONSUME_MESSAGE_DIRECTLY, header, record(asked.msgId())),
                reply);
    }

    private ConsumerMember member(String group, String clientId) {
        for (ConsumerMember member : consumers.find(group).members()) {
            if (member.clientId().equals(clientId)) {
                return member;
            }
        }
        throw new RequestRefused(
                ResponseCode.SYSTEM_ERROR,
                "The Consumer <" + group + "> <" + clientId + "> not online");
    }

    private byte[] record(String msgId) {
        Optional<MappedSlice> found = store.record(MessageId.parse(msgId).physicalOffset());
        if (found.isEmpty()) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "look message by offset failed, there is no message with the id '"
                            + msgId
                            + "' here");
        }
        try (MappedSlice slice = found.get()) {
            byte[] record = new byte[slice.length()];
            slice.buffer().get(0, record);
            return record;
        }
    }

    private static void relay(ConsumerMember member, RemotingCommand request, Reply reply) {
        int code = request.code();
        member.connection()
                .call(request, PATIENCE)
                .whenComplete(
                        (answer, failure) -> {
                            if (failure == null) {
                                reply.send(
                                        RemotingCommand.response(
                                                answer.code(),
                                                answer.remark().isEmpty() ? null : answer.remark(),
                                                answer.fields(),
                                                answer.body()));
                            } else {
                                fail(member, code, failure, reply);
                            }
                        });
    }

    private static void fail(ConsumerMember member, int code, Throwable failure, Reply reply) {
        boolean isTimeOut = failure instanceof RemotingException.TimedOut;
        reply.fail(
                isTimeOut ? ResponseCode.CONSUME_MSG_TIMEOUT : ResponseCode.SYSTEM_ERROR,
                "consumer '"
                        + member.clientId()
                        + "' did not answer request "
                        + code
                        + ": "
                        + failure.getMessage());
    }
}
