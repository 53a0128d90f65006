package io.apogeemq.broker;

import io.apogeemq.broker.group.ConsumerListProcessor;
import io.apogeemq.broker.group.HeartbeatProcessor;
import io.apogeemq.broker.group.QueueLockProcessor;
import io.apogeemq.broker.offset.OffsetProcessor;
import io.apogeemq.broker.pull.PullProcessor;
import io.apogeemq.broker.send.SendProcessor;
import io.apogeemq.broker.topic.TopicProcessor;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.server.ProcessorTable;
import java.util.concurrent.Executor;

/**
 * The table of contents: request code, processor, thread. Without an executor a request is handled on
 * the io thread and does not block. Everything else is answered "not supported".
 */
final class BrokerRequests {
    /** Whatever handles requests. */
    record Processors(
            SendProcessor send,
            PullProcessor pull,
            HeartbeatProcessor heartbeat,
            ConsumerListProcessor consumerList,
            QueueLockProcessor locks,
            OffsetProcessor offsets,
            TopicProcessor topics) {}

    private BrokerRequests() {}

    static ProcessorTable table(Processors p, Executor admin) {
        return ProcessorTable.builder()
                // send
                .on(RequestCode.SEND_MESSAGE, p.send)
                .on(RequestCode.SEND_MESSAGE_V2, p.send)
                .on(RequestCode.SEND_BATCH_MESSAGE, p.send)
                // pull
                .on(RequestCode.PULL_MESSAGE, p.pull)
                .on(RequestCode.LITE_PULL_MESSAGE, p.pull)
                // group
                .on(RequestCode.HEART_BEAT, p.heartbeat::heartbeat)
                .on(RequestCode.UNREGISTER_CLIENT, p.heartbeat::unregister)
                .on(RequestCode.GET_CONSUMER_LIST_BY_GROUP, p.consumerList::list)
                .on(RequestCode.CHECK_CLIENT_CONFIG, p.consumerList::checkConfig)
                .on(RequestCode.LOCK_BATCH_MQ, p.locks::lock)
                .on(RequestCode.UNLOCK_BATCH_MQ, p.locks::unlock)
                // offset
                .on(RequestCode.QUERY_CONSUMER_OFFSET, p.offsets::query)
                .on(RequestCode.UPDATE_CONSUMER_OFFSET, p.offsets::update)
                .on(RequestCode.GET_MAX_OFFSET, p.offsets::max)
                .on(RequestCode.GET_MIN_OFFSET, p.offsets::min)
                .on(RequestCode.SEARCH_OFFSET_BY_TIMESTAMP, p.offsets::search, admin)
                .on(RequestCode.GET_EARLIEST_MSG_STORETIME, p.offsets::earliest, admin)
                // topic
                .on(RequestCode.UPDATE_AND_CREATE_TOPIC, p.topics::createOrUpdate, admin)
                .on(RequestCode.UPDATE_AND_CREATE_TOPIC_LIST, p.topics::createOrUpdateAll, admin)
                .on(RequestCode.DELETE_TOPIC_IN_BROKER, p.topics::delete, admin)
                .on(RequestCode.GET_TOPIC_CONFIG, p.topics::config, admin)
                .on(RequestCode.GET_ALL_TOPIC_CONFIG, p.topics::all, admin)
                .on(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_BROKER, p.topics::systemTopics, admin)
                .on(RequestCode.GET_TOPIC_STATS_INFO, p.topics::stats, admin)
                .build();
    }
}
