package io.apogeemq.remoting.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.CommandHeader;
import io.apogeemq.remoting.command.HeaderFields;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.command.SerializeType;
import io.apogeemq.remoting.protocol.admin.ConsumeMessageDirectlyRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetBrokerConfigResponseHeader;
import io.apogeemq.remoting.protocol.admin.GetBrokerConsumeStatsRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetConsumeStatsRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetConsumerRunningInfoRequestHeader;
import io.apogeemq.remoting.protocol.admin.GetConsumerStatusRequestHeader;
import io.apogeemq.remoting.protocol.admin.QueryConsumeQueueRequestHeader;
import io.apogeemq.remoting.protocol.admin.ResetOffsetRequestHeader;
import io.apogeemq.remoting.protocol.admin.ViewBrokerStatsDataRequestHeader;
import io.apogeemq.remoting.protocol.group.DeleteSubscriptionGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetAllSubscriptionGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetAllSubscriptionGroupResponseHeader;
import io.apogeemq.remoting.protocol.group.GetConsumerConnectionListRequestHeader;
import io.apogeemq.remoting.protocol.group.GetConsumerListByGroupRequestHeader;
import io.apogeemq.remoting.protocol.group.GetProducerConnectionListRequestHeader;
import io.apogeemq.remoting.protocol.group.NotifyConsumerIdsChangedRequestHeader;
import io.apogeemq.remoting.protocol.heartbeat.HeartbeatResponseHeader;
import io.apogeemq.remoting.protocol.heartbeat.UnregisterClientRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.DeleteTopicInNamesrvRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.GetKvConfigRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.GetKvConfigResponseHeader;
import io.apogeemq.remoting.protocol.namesrv.PutKvConfigRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.WipeWritePermOfBrokerRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.WipeWritePermOfBrokerResponseHeader;
import io.apogeemq.remoting.protocol.offset.GetEarliestMsgStoretimeRequestHeader;
import io.apogeemq.remoting.protocol.offset.GetEarliestMsgStoretimeResponseHeader;
import io.apogeemq.remoting.protocol.offset.GetMaxOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.GetMinOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.OffsetResponseHeader;
import io.apogeemq.remoting.protocol.offset.QueryConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.SearchOffsetRequestHeader;
import io.apogeemq.remoting.protocol.offset.UpdateConsumerOffsetRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageRequestHeader;
import io.apogeemq.remoting.protocol.pull.PullMessageResponseHeader;
import io.apogeemq.remoting.protocol.query.QueryMessageRequestHeader;
import io.apogeemq.remoting.protocol.query.QueryMessageResponseHeader;
import io.apogeemq.remoting.protocol.query.ViewMessageRequestHeader;
import io.apogeemq.remoting.protocol.register.BrokerHeartbeatRequestHeader;
import io.apogeemq.remoting.protocol.register.RegisterBrokerRequestHeader;
import io.apogeemq.remoting.protocol.register.RegisterBrokerResponseHeader;
import io.apogeemq.remoting.protocol.register.UnregisterBrokerRequestHeader;
import io.apogeemq.remoting.protocol.retry.ConsumerSendMsgBackRequestHeader;
import io.apogeemq.remoting.protocol.route.GetRouteInfoRequestHeader;
import io.apogeemq.remoting.protocol.send.PushReplyMessageRequestHeader;
import io.apogeemq.remoting.protocol.send.RecallMessageRequestHeader;
import io.apogeemq.remoting.protocol.send.RecallMessageResponseHeader;
import io.apogeemq.remoting.protocol.send.SendMessageRequestHeader;
import io.apogeemq.remoting.protocol.send.SendMessageResponseHeader;
import io.apogeemq.remoting.protocol.topic.CreateTopicRequestHeader;
import io.apogeemq.remoting.protocol.topic.DeleteTopicRequestHeader;
import io.apogeemq.remoting.protocol.topic.GetTopicConfigRequestHeader;
import io.apogeemq.remoting.protocol.topic.GetTopicStatsInfoRequestHeader;
import io.apogeemq.remoting.protocol.transaction.CheckTransactionStateRequestHeader;
import io.apogeemq.remoting.protocol.transaction.EndTransactionRequestHeader;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Reads the headers that peers really sent and writes them again: every field must be there. */
class GoldenHeadersTest {

    /** Fields for routing between brokers and clients, which no header record has. */
    private static final Set<String> EXTRAS = Set.of("bname", "ns", "nsd", "lo", "oway", "ReqT");

    private static final Map<Integer, Function<HeaderFields, CommandHeader>> REQUESTS =
            Map.ofEntries(
                    entry(RequestCode.SEND_MESSAGE, GoldenHeadersTest::sendV1),
                    entry(RequestCode.PULL_MESSAGE, PullMessageRequestHeader::read),
                    entry(RequestCode.QUERY_MESSAGE, QueryMessageRequestHeader::read),
                    entry(
                            RequestCode.QUERY_CONSUMER_OFFSET,
                            QueryConsumerOffsetRequestHeader::read),
                    entry(
                            RequestCode.UPDATE_CONSUMER_OFFSET,
                            UpdateConsumerOffsetRequestHeader::read),
                    entry(RequestCode.UPDATE_AND_CREATE_TOPIC, CreateTopicRequestHeader::read),
                    entry(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, SearchOffsetRequestHeader::read),
                    entry(RequestCode.GET_MAX_OFFSET, GetMaxOffsetRequestHeader::read),
                    entry(RequestCode.GET_MIN_OFFSET, GetMinOffsetRequestHeader::read),
                    entry(
                            RequestCode.GET_EARLIEST_MSG_STORETIME,
                            GetEarliestMsgStoretimeRequestHeader::read),
                    entry(RequestCode.VIEW_MESSAGE_BY_ID, ViewMessageRequestHeader::read),
                    entry(RequestCode.UNREGISTER_CLIENT, UnregisterClientRequestHeader::read),
                    entry(
                            RequestCode.CONSUMER_SEND_MSG_BACK,
                            ConsumerSendMsgBackRequestHeader::read),
                    entry(RequestCode.END_TRANSACTION, EndTransactionRequestHeader::read),
                    entry(
                            RequestCode.GET_CONSUMER_LIST_BY_GROUP,
                            GetConsumerListByGroupRequestHeader::read),
                    entry(
                            RequestCode.CHECK_TRANSACTION_STATE,
                            CheckTransactionStateRequestHeader::read),
                    entry(
                            RequestCode.NOTIFY_CONSUMER_IDS_CHANGED,
                            NotifyConsumerIdsChangedRequestHeader::read),
                    entry(RequestCode.PUT_KV_CONFIG, PutKvConfigRequestHeader::read),
                    entry(RequestCode.GET_KV_CONFIG, GetKvConfigRequestHeader::read),
                    entry(RequestCode.REGISTER_BROKER, RegisterBrokerRequestHeader::read),
                    entry(RequestCode.UNREGISTER_BROKER, UnregisterBrokerRequestHeader::read),
                    entry(RequestCode.GET_ROUTEINFO_BY_TOPIC, GetRouteInfoRequestHeader::read),
                    entry(
                            RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG,
                            GetAllSubscriptionGroupRequestHeader::read),
                    entry(RequestCode.GET_TOPIC_STATS_INFO, GetTopicStatsInfoRequestHeader::read),
                    entry(
                            RequestCode.GET_CONSUMER_CONNECTION_LIST,
                            GetConsumerConnectionListRequestHeader::read),
                    entry(
                            RequestCode.GET_PRODUCER_CONNECTION_LIST,
                            GetProducerConnectionListRequestHeader::read),
                    entry(
                            RequestCode.WIPE_WRITE_PERM_OF_BROKER,
                            WipeWritePermOfBrokerRequestHeader::read),
                    entry(
                            RequestCode.DELETE_SUBSCRIPTIONGROUP,
                            DeleteSubscriptionGroupRequestHeader::read),
                    entry(RequestCode.GET_CONSUME_STATS, GetConsumeStatsRequestHeader::read),
                    entry(RequestCode.DELETE_TOPIC_IN_BROKER, DeleteTopicRequestHeader::read),
                    entry(
                            RequestCode.DELETE_TOPIC_IN_NAMESRV,
                            DeleteTopicInNamesrvRequestHeader::read),
                    entry(RequestCode.RESET_CONSUMER_CLIENT_OFFSET, ResetOffsetRequestHeader::read),
                    entry(
                            RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT,
                            GetConsumerStatusRequestHeader::read),
                    entry(
                            RequestCode.INVOKE_BROKER_TO_RESET_OFFSET,
                            ResetOffsetRequestHeader::read),
                    entry(
                            RequestCode.INVOKE_BROKER_TO_GET_CONSUMER_STATUS,
                            GetConsumerStatusRequestHeader::read),
                    entry(
                            RequestCode.GET_CONSUMER_RUNNING_INFO,
                            GetConsumerRunningInfoRequestHeader::read),
                    entry(
                            RequestCode.CONSUME_MESSAGE_DIRECTLY,
                            ConsumeMessageDirectlyRequestHeader::read),
                    entry(RequestCode.SEND_MESSAGE_V2, GoldenHeadersTest::sendV2),
                    entry(
                            RequestCode.VIEW_BROKER_STATS_DATA,
                            ViewBrokerStatsDataRequestHeader::read),
                    entry(
                            RequestCode.GET_BROKER_CONSUME_STATS,
                            GetBrokerConsumeStatsRequestHeader::read),
                    entry(RequestCode.SEND_BATCH_MESSAGE, GoldenHeadersTest::sendV2),
                    entry(RequestCode.QUERY_CONSUME_QUEUE, QueryConsumeQueueRequestHeader::read),
                    entry(RequestCode.SEND_REPLY_MESSAGE_V2, GoldenHeadersTest::sendV2),
                    entry(
                            RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT,
                            PushReplyMessageRequestHeader::read),
                    entry(RequestCode.GET_TOPIC_CONFIG, GetTopicConfigRequestHeader::read),
                    entry(RequestCode.LITE_PULL_MESSAGE, PullMessageRequestHeader::read),
                    entry(RequestCode.RECALL_MESSAGE, RecallMessageRequestHeader::read),
                    entry(RequestCode.BROKER_HEARTBEAT, BrokerHeartbeatRequestHeader::read));

    private static final Map<Integer, Function<HeaderFields, CommandHeader>> RESPONSES =
            Map.ofEntries(
                    entry(RequestCode.SEND_MESSAGE, SendMessageResponseHeader::read),
                    entry(RequestCode.PULL_MESSAGE, PullMessageResponseHeader::read),
                    entry(RequestCode.QUERY_MESSAGE, QueryMessageResponseHeader::read),
                    entry(RequestCode.QUERY_CONSUMER_OFFSET, OffsetResponseHeader::read),
                    entry(RequestCode.GET_BROKER_CONFIG, GetBrokerConfigResponseHeader::read),
                    entry(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, OffsetResponseHeader::read),
                    entry(RequestCode.GET_MAX_OFFSET, OffsetResponseHeader::read),
                    entry(RequestCode.GET_MIN_OFFSET, OffsetResponseHeader::read),
                    entry(
                            RequestCode.GET_EARLIEST_MSG_STORETIME,
                            GetEarliestMsgStoretimeResponseHeader::read),
                    entry(RequestCode.HEART_BEAT, HeartbeatResponseHeader::read),
                    entry(RequestCode.GET_KV_CONFIG, GetKvConfigResponseHeader::read),
                    entry(RequestCode.REGISTER_BROKER, RegisterBrokerResponseHeader::read),
                    entry(
                            RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG,
                            GetAllSubscriptionGroupResponseHeader::read),
                    entry(
                            RequestCode.WIPE_WRITE_PERM_OF_BROKER,
                            WipeWritePermOfBrokerResponseHeader::read),
                    entry(RequestCode.SEND_MESSAGE_V2, SendMessageResponseHeader::read),
                    entry(RequestCode.SEND_BATCH_MESSAGE, SendMessageResponseHeader::read),
                    entry(RequestCode.SEND_REPLY_MESSAGE_V2, SendMessageResponseHeader::read),
                    entry(RequestCode.LITE_PULL_MESSAGE, PullMessageResponseHeader::read),
                    entry(RequestCode.RECALL_MESSAGE, RecallMessageResponseHeader::read));

    private static Entry<Integer, Function<HeaderFields, CommandHeader>> entry(
            int code, Function<HeaderFields, CommandHeader> read) {
        return Map.entry(code, read);
    }

    private static CommandHeader sendV1(HeaderFields in) {
        return SendMessageRequestHeader.readV1(in)
                .asV1(in.stringOr(SendMessageRequestHeader.PROPERTIES_V1, ""));
    }

    private static CommandHeader sendV2(HeaderFields in) {
        return SendMessageRequestHeader.readV2(in)
                .asV2(in.stringOr(SendMessageRequestHeader.PROPERTIES_V2, ""));
    }

    @Test
    void requestsKeepEveryField() {
        int checked = 0;
        for (String name : Frames.goldenNames("req")) {
            RemotingCommand request = Frames.golden(name);
            Function<HeaderFields, CommandHeader> read = REQUESTS.get(request.code());
            if (read != null) {
                assertFieldsKept(name, request, read);
                checked++;
            }
        }
        assertTrue(checked > 90, "only " + checked + " requests have a header record");
    }

    @Test
    void responsesKeepEveryField() {
        int checked = 0;
        for (String name : Frames.goldenNames("resp")) {
            RemotingCommand response = Frames.golden(name);
            int requestCode = Frames.golden(name.replace(".resp", ".req")).code();
            Function<HeaderFields, CommandHeader> read = RESPONSES.get(requestCode);
            if (read != null && response.code() == ResponseCode.SUCCESS) {
                assertFieldsKept(name, response, read);
                checked++;
            }
        }
        assertTrue(checked > 40, "only " + checked + " responses have a header record");
    }

    private static void assertFieldsKept(
            String name, RemotingCommand frame, Function<HeaderFields, CommandHeader> read) {
        CommandHeader header = read.apply(frame.fields());
        HeaderFields written = Frames.overTheWire(header, SerializeType.JSON).fields();

        frame.fields()
                .forEach(
                        (field, value) -> {
                            boolean isExtra = EXTRAS.contains(field) && !written.has(field);
                            if (!isExtra && !isDefault(field, value)) {
                                assertEquals(
                                        value, written.stringOrNull(field), name + " " + field);
                            }
                        });
    }

    /** Fields that peers send although they say no more than their absence. */
    private static boolean isDefault(String field, String value) {
        return value.isEmpty()
                || field.equals("maxMsgBytes") && value.equals("2147483647")
                || field.equals("offset") && value.equals("-1")
                || field.equals("epoch") && value.equals("-1");
    }
}
