package io.apogeemq.broker;

import io.apogeemq.broker.admin.BrokerAdmin;
import io.apogeemq.broker.admin.ClientRelay;
import io.apogeemq.broker.admin.ConnectionAdmin;
import io.apogeemq.broker.admin.GroupAdmin;
import io.apogeemq.broker.admin.ProgressAdmin;
import io.apogeemq.broker.admin.RetentionAdmin;
import io.apogeemq.broker.admin.StatsAdmin;
import io.apogeemq.broker.admin.StoreAdmin;
import io.apogeemq.broker.group.ConsumerListProcessor;
import io.apogeemq.broker.group.HeartbeatProcessor;
import io.apogeemq.broker.group.QueueLockProcessor;
import io.apogeemq.broker.group.ServerRebalance;
import io.apogeemq.broker.offset.OffsetProcessor;
import io.apogeemq.broker.offset.OffsetReset;
import io.apogeemq.broker.pull.PullProcessor;
import io.apogeemq.broker.query.QueryMessageProcessor;
import io.apogeemq.broker.query.ViewMessageProcessor;
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
            TopicProcessor topics,
            ServerRebalance rebalance,
            Administration administration) {}

    /** What operators and tools ask. */
    record Administration(
            BrokerAdmin broker,
            GroupAdmin groups,
            ConnectionAdmin connections,
            ProgressAdmin progress,
            OffsetReset reset,
            ClientRelay relay,
            StatsAdmin stats,
            StoreAdmin store,
            RetentionAdmin retention,
            ViewMessageProcessor view,
            QueryMessageProcessor query) {}

    private BrokerRequests() {}

    static ProcessorTable table(Processors p, Executor admin) {
        ProcessorTable.Builder table = ProcessorTable.builder();
        serve(table, p, admin);
        administer(table, p.administration, admin);
        return table.build();
    }

    private static void serve(ProcessorTable.Builder table, Processors p, Executor admin) {
        table
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
                .on(RequestCode.QUERY_ASSIGNMENT, p.rebalance::assign)
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
                .on(RequestCode.GET_TOPIC_STATS_INFO, p.topics::stats, admin);
    }

    private static void administer(ProcessorTable.Builder table, Administration a, Executor admin) {
        table
                // broker
                .on(RequestCode.GET_BROKER_RUNTIME_INFO, a.broker::runtimeInfo, admin)
                .on(RequestCode.GET_BROKER_CONFIG, a.broker::show, admin)
                .on(RequestCode.UPDATE_BROKER_CONFIG, a.broker::update, admin)
                .on(RequestCode.VIEW_BROKER_STATS_DATA, a.stats::view, admin)
                .on(RequestCode.VERIFY_STORE, a.store::verify, admin)
                .on(RequestCode.DELETE_EXPIRED_COMMITLOG, a.retention::deleteExpiredLog)
                .on(RequestCode.CLEAN_EXPIRED_CONSUMEQUEUE, a.retention::cleanQueues)
                // groups
                .on(
                        RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP,
                        a.groups::createOrUpdate,
                        admin)
                .on(
                        RequestCode.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST,
                        a.groups::createOrUpdateAll,
                        admin)
                .on(RequestCode.GET_SUBSCRIPTIONGROUP_CONFIG, a.groups::show, admin)
                .on(RequestCode.GET_ALL_SUBSCRIPTIONGROUP_CONFIG, a.groups::showAll, admin)
                .on(RequestCode.DELETE_SUBSCRIPTIONGROUP, a.groups::delete, admin)
                // clients
                .on(RequestCode.GET_CONSUMER_CONNECTION_LIST, a.connections::consumers, admin)
                .on(RequestCode.GET_PRODUCER_CONNECTION_LIST, a.connections::producers, admin)
                .on(RequestCode.GET_ALL_PRODUCER_INFO, a.connections::allProducers, admin)
                .on(RequestCode.GET_CONSUMER_RUNNING_INFO, a.relay::runningInfo, admin)
                .on(RequestCode.CONSUME_MESSAGE_DIRECTLY, a.relay::consumeDirectly, admin)
                // progress
                .on(RequestCode.GET_CONSUME_STATS, a.progress::consumeStats, admin)
                .on(RequestCode.QUERY_TOPIC_CONSUME_BY_WHO, a.progress::groupsOfTopic, admin)
                .on(RequestCode.QUERY_TOPICS_BY_CONSUMER, a.progress::topicsOfGroup, admin)
                .on(RequestCode.QUERY_SUBSCRIPTION_BY_CONSUMER, a.progress::subscription, admin)
                .on(RequestCode.INVOKE_BROKER_TO_RESET_OFFSET, a.reset::reset, admin)
                // messages
                .on(RequestCode.VIEW_MESSAGE_BY_ID, a.view::view, admin)
                .on(RequestCode.QUERY_MESSAGE, a.query::query, admin);
    }
}
