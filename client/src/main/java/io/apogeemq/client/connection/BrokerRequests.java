package io.apogeemq.client.connection;

import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.server.ProcessorTable;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestProcessor;

/**
 * What brokers may ask of a client, and who answers: the consumer of the group that the request names.
 *
 * <pre>
 * code  field          request
 *   40  consumerGroup  members of the group changed, one-way
 *  220  group          reset offsets, one-way
 *  221  group          offsets consumed so far
 *  307  consumerGroup  running info
 *  309  consumerGroup  consume one message now
 * </pre>
 *
 * Source: wire spec, requests-core, section 6.
 *
 * <p>Threads: io threads.
 */
final class BrokerRequests {
    private BrokerRequests() {}

    static ProcessorTable table(ClientMembers members) {
        return ProcessorTable.builder()
                .on(
                        RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
                        to(members, "consumerGroup", (to, in, out) -> to.onConsumerIdsChanged()))
                .on(
                        RequestCode.RESET_CONSUMER_CLIENT_OFFSET,
                        to(members, "group", (to, in, out) -> to.onResetOffset(in)))
                .on(
                        RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT,
                        to(members, "group", ConsumerMember::onConsumerStatus))
                .on(
                        RequestCode.GET_CONSUMER_RUNNING_INFO,
                        to(members, "consumerGroup", ConsumerMember::onRunningInfo))
                .on(
                        RequestCode.CONSUME_MESSAGE_DIRECTLY,
                        to(members, "consumerGroup", ConsumerMember::onConsumeDirectly))
                .build();
    }

    @FunctionalInterface
    private interface Action {
        void run(ConsumerMember to, RemotingCommand request, Reply reply);
    }

    private static RequestProcessor to(ClientMembers members, String groupField, Action action) {
        return (request, reply) -> {
            String group = request.fields().requireString(groupField);
            members.consumer(group)
                    .ifPresentOrElse(
                            member -> action.run(member, request, reply),
                            () -> reply.fail(ResponseCode.SYSTEM_ERROR, notHere(group)));
        };
    }

    private static String notHere(String group) {
        return "this client has no consumer of group '" + group + "'";
    }
}
