package io.apogeemq.namesrv.route;

import io.apogeemq.common.topic.TopicConfig;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.protocol.namesrv.GetTopicsByClusterRequestHeader;
import io.apogeemq.remoting.protocol.namesrv.TopicList;
import io.apogeemq.remoting.server.Reply;
import io.apogeemq.remoting.server.RequestRefused;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lists topics: all (206), of a cluster (224), the system's (304), and by unit (311 to 313).
 *
 * <p>Source: wire spec, requests-namesrv, section 10.
 *
 * <p>Threads: admin, since a list can be long; takes no lock.
 */
public final class TopicListProcessor {
    private final RouteTable routes;
    private final Supplier<RouteRules> rules;

    /** Answers from this table where the rules allow it. */
    public TopicListProcessor(RouteTable routes, Supplier<RouteRules> rules) {
        this.routes = routes;
        this.rules = rules;
    }

    /** GET_ALL_TOPIC_LIST_FROM_NAMESERVER (206). */
    public void all(RemotingCommand request, Reply reply) {
        require(rules.get().enableAllTopicList(), "enableAllTopicList");
        answer(reply, topic -> true);
    }

    /** GET_TOPICS_BY_CLUSTER (224): of an unknown cluster there are none. */
    public void ofCluster(RemotingCommand request, Reply reply) {
        require(rules.get().enableTopicList(), "enableTopicList");
        String cluster = GetTopicsByClusterRequestHeader.read(request.fields()).cluster();
        List<String> brokerNames = routes.snapshot().clusters().getOrDefault(cluster, List.of());
        answer(reply, topic -> brokerNames.stream().anyMatch(b -> topic.on(b).isPresent()));
    }

    /** GET_SYSTEM_TOPIC_LIST_FROM_NS (304): every cluster and broker name, and some broker. */
    public void ofSystem(RemotingCommand request, Reply reply) {
        RouteSnapshot snapshot = routes.snapshot();
        Set<String> names = new LinkedHashSet<>();
        snapshot.clusters()
                .forEach(
                        (cluster, brokerNames) -> {
                            names.add(cluster);
                            names.addAll(brokerNames);
                        });
        String someBroker =
                snapshot.groups().values().stream()
                        .findFirst()
                        .map(BrokerGroup::someAddress)
                        .orElse("");
        send(reply, new TopicList(new ArrayList<>(names), someBroker));
    }

    /** GET_UNIT_TOPIC_LIST (311). */
    public void units(RemotingCommand request, Reply reply) {
        answerByFlag(reply, flag -> (flag & TopicConfig.UNIT) != 0);
    }

    /** GET_HAS_UNIT_SUB_TOPIC_LIST (312). */
    public void withUnitSubscription(RemotingCommand request, Reply reply) {
        answerByFlag(reply, flag -> (flag & TopicConfig.UNIT_SUBSCRIPTION) != 0);
    }

    /** GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST (313). */
    public void withUnitSubscriptionOnly(RemotingCommand request, Reply reply) {
        answerByFlag(
                reply,
                flag ->
                        (flag & TopicConfig.UNIT_SUBSCRIPTION) != 0
                                && (flag & TopicConfig.UNIT) == 0);
    }

    private void answerByFlag(Reply reply, IntPredicate wanted) {
        require(rules.get().enableTopicList(), "enableTopicList");
        answer(reply, topic -> wanted.test(topic.topicSysFlag()));
    }

    private static void require(boolean isEnabled, String key) {
        if (!isEnabled) {
            throw new RequestRefused(
                    ResponseCode.SYSTEM_ERROR,
                    "disable: this list is switched off, " + key + "=true switches it on");
        }
    }

    private void answer(Reply reply, Predicate<TopicPlacement> wanted) {
        send(reply, TopicList.of(routes.snapshot().topicNames(wanted)));
    }

    private static void send(Reply reply, TopicList list) {
        reply.send(RemotingCommand.response(ResponseCode.SUCCESS, null, null, list.toJson()));
    }
}
