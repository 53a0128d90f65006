package io.apogeemq.namesrv.route;

import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.namesrv.kv.KvConfigs;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.GetRouteInfoRequestHeader;
import io.apogeemq.remoting.protocol.route.QueueData;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestProcessor;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tells clients where a topic is: GET_ROUTEINFO_BY_TOPIC (105), the request that name servers exist
 * for. Usually two map look-ups and bytes that are ready.
 *
 * <p>Source: wire spec, requests-core, section 7; requests-namesrv, section 6.
 *
 * <p>Threads: io; takes no lock.
 */
public final class RouteProcessor implements RequestProcessor {
    /** Release 4.9.4, the first that reads quoted broker ids. */
    private static final int FIRST_VERSION_WITH_STANDARD_JSON = 401;

    private final RouteTable routes;
    private final KvConfigs configs;
    private final Supplier<RouteRules> rules;
    private final Clock clock;
    private final long startNanos;

    /** From this moment on brokers have time to register, where the rules ask for that. */
    public RouteProcessor(
            RouteTable routes, KvConfigs configs, Supplier<RouteRules> rules, Clock clock) {
        this.routes = routes;
        this.configs = configs;
        this.rules = rules;
        this.clock = clock;
        this.startNanos = clock.nanoTime();
    }

    @Override
    public void process(RemotingCommand request, Reply reply) {
        GetRouteInfoRequestHeader header = GetRouteInfoRequestHeader.read(request.fields());
        RouteRules current = rules.get();
        requireTimeToRegister(current);
        RouteSnapshot snapshot = routes.snapshot();
        TopicPlacement topic =
                snapshot.topics()
                        .find(header.topic())
                        .orElseThrow(() -> notFound(header.topic(), snapshot));
        boolean wantsStandardJson =
                header.acceptStandardJsonOnly()
                        || request.version() >= FIRST_VERSION_WITH_STANDARD_JSON;
        RouteView view = view(header.topic(), current);
        byte[] body;
        if (header.zoneMode() && !header.zoneName().isEmpty()) {
            TopicRouteData route = inZone(snapshot.route(topic, view), header.zoneName());
            body = wantsStandardJson ? route.toJson() : route.toBareKeyJson();
        } else {
            EncodedRoute route = topic.encoded(snapshot, view);
            body = wantsStandardJson ? route.standardJson() : route.bareKeyJson();
        }
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null, null, body));
    }

    private void requireTimeToRegister(RouteRules current) {
        if (clock.nanoTime() - startNanos < current.waitForBrokers().toNanos()) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "name server not ready: it waits "
                            + current.waitForBrokers().toSeconds()
                            + " s after its start for brokers to register (needWaitForService),"
                            + " ask again later");
        }
    }

    private RouteView view(String topic, RouteRules current) {
        if (current.orderMessageEnable()) {
            return new RouteView(
                    current.supportActingMaster(),
                    configs.value(KvConfigs.ORDER_NAMESPACE, topic).orElse(""));
        }
        return current.supportActingMaster() ? RouteView.WITH_ACTING_MASTER : RouteView.PLAIN;
    }

    private static RequestRefused notFound(String topic, RouteSnapshot snapshot) {
        String reason =
                snapshot.hasBrokers()
                        ? "the topic does not exist (registered broker names: "
                                + snapshot.groups().size()
                                + "): create it (mqadmin updateTopic), or let"
                                + " producers create it (autoCreateTopicEnable=true in the broker)"
                        : "no broker is registered here: start one with namesrvAddr set to this name"
                                + " server, or see in the broker's log why it did not register";
        return new RequestRefused(
                ResponseCode.TOPIC_NOT_EXIST,
                "No topic route info in name server for the topic: " + topic + "\n" + reason);
    }

    /** The brokers of the zone, and those that have no master and so no zone of their own. */
    private static TopicRouteData inZone(TopicRouteData route, String zone) {
        List<BrokerData> brokers =
                route.brokerDatas().stream()
                        .filter(
                                broker ->
                                        broker.zoneName().equalsIgnoreCase(zone)
                                                || broker.masterAddress().isEmpty())
                        .toList();
        Set<String> names = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (BrokerData broker : brokers) {
            names.add(broker.brokerName());
            addresses.addAll(broker.brokerAddrs().values());
        }
        List<QueueData> queues =
                route.queueDatas().stream()
                        .filter(here -> names.contains(here.brokerName()))
                        .toList();
        Map<String, List<String>> filterServers =
                route.filterServerTable().entrySet().stream()
                        .filter(servers -> addresses.contains(servers.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new TopicRouteData(
                route.orderTopicConf(),
                queues,
                brokers,
                filterServers,
                route.topicQueueMappingByBroker());
    }
}
