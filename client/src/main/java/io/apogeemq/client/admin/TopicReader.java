package io.apogeemq.client.admin;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.common.message.MessageExt;
import io.apogeemq.common.message.RecordDecoder;
import io.apogeemq.common.topic.MessageQueue;
import io.apogeemq.common.topic.QueuePermission;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.heartbeat.SubscriptionData;
import io.apogeemq.remoting.protocol.offset.GetMaxOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.GetMinOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.OffsetResponseHeader;
import io.apogeemq.remoting.protocol.offset.SearchOffsetRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageResponseHeader;
import io.apogeemq.remoting.protocol.pull.PullSysFlag;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the queues of one topic at any offset, without joining a group and without moving anybody's
 * offset. Works with the route of the moment it was made.
 *
 * <p>Threads: safe for any thread; each operation waits for its answer.
 */
public final class TopicReader {
    private final AdminCalls calls;
    private final String topic;
    private final String group;
    private final Map<String, String> addressByBroker = new HashMap<>(); // filled once
    private final List<MessageQueue> queues;

    TopicReader(AdminCalls calls, String topic, String group, TopicRouteData route) {
        this.calls = calls;
        this.topic = requireNonNull(topic, "topic");
        this.group = requireNonNull(group, "group");
        for (BrokerData broker : route.brokerDatas()) {
            if (!broker.brokerAddrs().isEmpty()) {
                addressByBroker.put(broker.brokerName(), Topics.addressOf(broker));
            }
        }
        List<MessageQueue> readable = new ArrayList<>();
        for (QueueData data : route.queueDatas()) {
            if (QueuePermission.isReadable(data.perm())
                    && addressByBroker.containsKey(data.brokerName())) {
                for (int id = 0; id < data.readQueueNums(); id++) {
                    readable.add(new MessageQueue(topic, data.brokerName(), id));
                }
            }
        }
        readable.sort(null);
        this.queues = List.copyOf(readable);
    }

    /** The queues that can be read, in their order. */
    public List<MessageQueue> queues() {
        return queues;
    }

    /** The first offset that is still there. */
    public long minOffset(MessageQueue queue) {
        return offset(
                "the first offset of " + words(queue),
                queue,
                RemotingCommand.request(
                        RequestCode.GET_MIN_OFFSET,
                        new GetMinOffsetRequestHeader(topic, queue.queueId())));
    }

    /** The offset behind the last message. */
    public long maxOffset(MessageQueue queue) {
        return offset(
                "the end of " + words(queue),
                queue,
                RemotingCommand.request(
                        RequestCode.GET_MAX_OFFSET,
                        new GetMaxOffsetRequestHeader(topic, queue.queueId(), true)));
    }

    /** The offset of the first message stored at that time or later. */
    public long offsetAt(MessageQueue queue, long timestampMillis) {
        return offset(
                "the offset of time " + timestampMillis + " in " + words(queue),
                queue,
                RemotingCommand.request(
                        RequestCode.SEARCH_OFFSET_BY_TIMESTAMP,
                        new SearchOffsetRequestHeader(
                                topic,
                                queue.queueId(),
                                timestampMillis,
                                SearchOffsetRequestHeader.Boundary.LOWER)));
    }

    /** Messages from an offset on, as they were stored; comes back at once when there is none. */
    public PulledMessages pull(MessageQueue queue, long offset, int mostMessages) {
        String what = "a pull of " + words(queue) + " at offset " + offset;
        RemotingCommand response =
                calls.answer(
                        what,
                        addressOf(queue),
                        RemotingCommand.request(
                                RequestCode.PULL_MESSAGE, pullHeader(queue, offset, mostMessages)));
        try {
            return switch (response.code()) {
                case ResponseCode.SUCCESS ->
                        pulled(response, RecordDecoder.decodeAll(response.bodyBytes()));
                case ResponseCode.PULL_NOT_FOUND,
                        ResponseCode.PULL_RETRY_IMMEDIATELY,
                        ResponseCode.PULL_OFFSET_MOVED ->
                        pulled(response, List.of());
                default ->
                        throw new BrokerRefusedException(
                                what, addressOf(queue), response.code(), response.remark());
            };
        } finally {
            response.release();
        }
    }

    private PullMessageRequestHeader pullHeader(MessageQueue queue, long offset, int mostMessages) {
        return new PullMessageRequestHeader(
                group,
                topic,
                queue.queueId(),
                offset,
                mostMessages,
                PullSysFlag.SUBSCRIPTION,
                0,
                0,
                SubscriptionData.ALL,
                0,
                SubscriptionData.TAG,
                Integer.MAX_VALUE,
                -1,
                "");
    }

    private static PulledMessages pulled(RemotingCommand response, List<MessageExt> messages) {
        PullMessageResponseHeader header = PullMessageResponseHeader.read(response.fields());
        return new PulledMessages(
                messages, header.nextBeginOffset(), header.minOffset(), header.maxOffset());
    }

    private long offset(String what, MessageQueue queue, RemotingCommand request) {
        return OffsetResponseHeader.read(calls.ask(what, addressOf(queue), request).fields())
                .offset();
    }

    private String addressOf(MessageQueue queue) {
        String address = addressByBroker.get(queue.brokerName());
        if (address == null) {
            throw new NotFoundException(
                    "broker '" + queue.brokerName() + "' does not have topic '" + topic + "'");
        }
        return address;
    }

    private static String words(MessageQueue queue) {
        return "queue "
                + queue.queueId()
                + " of topic '"
                + queue.topic()
                + "' on broker '"
                + queue.brokerName()
                + "'";
    }
}
