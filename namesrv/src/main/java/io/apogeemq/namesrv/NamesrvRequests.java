package io.apogeemq.namesrv;

import static io.apogeemq.remoting.code.RequestCode.ADD_WRITE_PERM_OF_BROKER;
import static io.apogeemq.remoting.code.RequestCode.BROKER_HEARTBEAT;
import static io.apogeemq.remoting.code.RequestCode.DELETE_KV_CONFIG;
import static io.apogeemq.remoting.code.RequestCode.DELETE_TOPIC_IN_NAMESRV;
import static io.apogeemq.remoting.code.RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER;
import static io.apogeemq.remoting.code.RequestCode.GET_BROKER_CLUSTER_INFO;
import static io.apogeemq.remoting.code.RequestCode.GET_BROKER_MEMBER_GROUP;
import static io.apogeemq.remoting.code.RequestCode.GET_HAS_UNIT_SUB_TOPIC_LIST;
import static io.apogeemq.remoting.code.RequestCode.GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST;
import static io.apogeemq.remoting.code.RequestCode.GET_KVLIST_BY_NAMESPACE;
import static io.apogeemq.remoting.code.RequestCode.GET_KV_CONFIG;
import static io.apogeemq.remoting.code.RequestCode.GET_NAMESRV_CONFIG;
import static io.apogeemq.remoting.code.RequestCode.GET_ROUTEINFO_BY_TOPIC;
import static io.apogeemq.remoting.code.RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_NS;
import static io.apogeemq.remoting.code.RequestCode.GET_TOPICS_BY_CLUSTER;
import static io.apogeemq.remoting.code.RequestCode.GET_UNIT_TOPIC_LIST;
import static io.apogeemq.remoting.code.RequestCode.PUT_KV_CONFIG;
import static io.apogeemq.remoting.code.RequestCode.QUERY_DATA_VERSION;
import static io.apogeemq.remoting.code.RequestCode.REGISTER_BROKER;
import static io.apogeemq.remoting.code.RequestCode.REGISTER_TOPIC_IN_NAMESRV;
import static io.apogeemq.remoting.code.RequestCode.UNREGISTER_BROKER;
import static io.apogeemq.remoting.code.RequestCode.UPDATE_NAMESRV_CONFIG;
import static io.apogeemq.remoting.code.RequestCode.WIPE_WRITE_PERM_OF_BROKER;

import io.apogeemq.namesrv.kv.KvProcessor;
import io.apogeemq.namesrv.route.ClusterProcessor;
import io.apogeemq.namesrv.route.LivenessProcessor;
import io.apogeemq.namesrv.route.RegisterProcessor;
import io.apogeemq.namesrv.route.RouteAdminProcessor;
import io.apogeemq.namesrv.route.RouteProcessor;
import io.apogeemq.namesrv.route.TopicListProcessor;
import io.apogeemq.remoting.server.ProcessorTable;
import java.util.concurrent.Executor;

/**
 * The table of contents: request code, processor, thread. A row without a thread runs on io.
 *
 * <p>Threads: immutable.
 */
record NamesrvRequests(
        RouteProcessor routes,
        ClusterProcessor clusters,
        TopicListProcessor topics,
        RegisterProcessor brokers,
        LivenessProcessor liveness,
        RouteAdminProcessor routeAdmin,
        KvProcessor kv,
        ConfigProcessor config) {

    ProcessorTable table(Executor registry, Executor admin) {
        return ProcessorTable.builder()
                .on(GET_ROUTEINFO_BY_TOPIC, routes)
                .on(GET_BROKER_CLUSTER_INFO, clusters::clusterInfo)
                .on(GET_BROKER_MEMBER_GROUP, clusters::memberGroup)
                .on(REGISTER_BROKER, brokers::register, registry)
                .on(UNREGISTER_BROKER, brokers::unregister, registry)
                .on(BROKER_HEARTBEAT, liveness::heartbeat)
                .on(QUERY_DATA_VERSION, liveness::queryDataVersion)
                .on(GET_ALL_TOPIC_LIST_FROM_NAMESERVER, topics::all, admin)
                .on(GET_TOPICS_BY_CLUSTER, topics::ofCluster, admin)
                .on(GET_SYSTEM_TOPIC_LIST_FROM_NS, topics::ofSystem, admin)
                .on(GET_UNIT_TOPIC_LIST, topics::units, admin)
                .on(GET_HAS_UNIT_SUB_TOPIC_LIST, topics::withUnitSubscription, admin)
                .on(GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST, topics::withUnitSubscriptionOnly, admin)
                .on(DELETE_TOPIC_IN_NAMESRV, routeAdmin::deleteTopic, registry)
                .on(REGISTER_TOPIC_IN_NAMESRV, routeAdmin::registerTopic, registry)
                .on(WIPE_WRITE_PERM_OF_BROKER, routeAdmin::wipeWritePermission, registry)
                .on(ADD_WRITE_PERM_OF_BROKER, routeAdmin::addWritePermission, registry)
                .on(PUT_KV_CONFIG, kv::put, admin)
                .on(GET_KV_CONFIG, kv::get)
                .on(DELETE_KV_CONFIG, kv::delete, admin)
                .on(GET_KVLIST_BY_NAMESPACE, kv::list)
                .on(GET_NAMESRV_CONFIG, config::get)
                .on(UPDATE_NAMESRV_CONFIG, config::update, admin)
                .build();
    }
}
