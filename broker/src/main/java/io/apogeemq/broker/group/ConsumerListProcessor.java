package io.apogeemq.broker.group;

import static java.util.Objects.requireNonNull;

import io.apogeemq.common.error.MqException;
import io.apogeemq.common.message.TagExpression;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupResponseBody;
import io.apogeemq.remoting.protocol.heartbeat.CheckClientConfigBody;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.server.Reply;
import java.util.List;

/**
 * What a consumer asks before it consumes: who else is in the group (GET_CONSUMER_LIST_BY_GROUP, 38),
 * and whether the broker can filter as it wants (CHECK_CLIENT_CONFIG, 46).
 *
 * <p>Threads: io; does not block.
 */
public final class ConsumerListProcessor {
    private final ConsumerGroups consumers;

    /** Answers from the table of connected consumers. */
    public ConsumerListProcessor(ConsumerGroups consumers) {
        this.consumers = requireNonNull(consumers, "consumers");
    }

    /** Handles GET_CONSUMER_LIST_BY_GROUP. Clients keep their queues when nobody is listed. */
    public void list(RemotingCommand request, Reply reply) {
        String group = GetConsumerListByGroupRequestHeader.read(request.fields()).consumerGroup();
        List<String> clientIds = consumers.find(group).clientIds();
        if (clientIds.isEmpty()) {
            reply.fail(ResponseCode.SYSTEM_ERROR, "no consumer for this group, " + group);
            return;
        }
        reply.send(
                RemotingCommand.response(
                        ResponseCode.SUCCESS,
                        null,
                        CommandHeader.EMPTY,
                        new GetConsumerListByGroupResponseBody(clientIds).toJson()));
    }

    /** Handles CHECK_CLIENT_CONFIG. */
    public void checkConfig(RemotingCommand request, Reply reply) {
        SubscriptionData wanted =
                CheckClientConfigBody.fromJson(request.bodyBytes()).subscriptionData();
        if (!wanted.isTagType()) {
            reply.fail(
                    ResponseCode.SYSTEM_ERROR,
                    "The broker does not support consumer to filter message by "
                            + wanted.expressionType());
            return;
        }
        try {
            TagExpression.parse(wanted.subString());
        } catch (MqException e) {
            reply.fail(ResponseCode.SUBSCRIPTION_PARSE_FAILED, e.getMessage());
            return;
        }
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null));
    }
}
