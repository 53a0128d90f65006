package io.apogeemq.namesrv.route;

import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.util.ArrayList;
import java.util.List;

/**
 * The route of a topic in both forms of JSON, with what it was made from: it is current as long as
 * those are the very same objects.
 *
 * <p>Threads: immutable but for the rare second form, which any thread may fill in.
 */
final class EncodedRoute {
    /** Current for no topic. */
    static final EncodedRoute NONE = new EncodedRoute(List.of(), RouteView.PLAIN, new byte[0]);

    private final List<BrokerGroup> groups; // one for each broker of the topic, in their order
    private final RouteView view;
    private final byte[] standardJson;
    private volatile byte[] bareKeyJson; // null: nobody has asked

    private EncodedRoute(List<BrokerGroup> groups, RouteView view, byte[] standardJson) {
        this.groups = groups;
        this.view = view;
        this.standardJson = standardJson;
    }

    static EncodedRoute of(TopicPlacement topic, RouteSnapshot snapshot, RouteView view) {
        List<BrokerGroup> groups = new ArrayList<>(topic.byBroker().size());
        for (String brokerName : topic.brokerNames()) {
            groups.add(snapshot.requireGroup(brokerName));
        }
        return new EncodedRoute(groups, view, snapshot.route(topic, view).toJson());
    }

    boolean isCurrent(TopicPlacement topic, RouteSnapshot snapshot, RouteView wanted) {
        if (groups.isEmpty() || !view.equals(wanted)) {
            return false;
        }
        int next = 0;
        for (String brokerName : topic.brokerNames()) {
            if (isOther(groups.get(next++), snapshot.requireGroup(brokerName))) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // a change makes a new object, equality would cost more
    private static boolean isOther(BrokerGroup one, BrokerGroup other) {
        return one != other;
    }

    /** What current clients read. */
    byte[] standardJson() {
        return standardJson;
    }

    /** What clients older than 4.9.4 read: broker ids without quotes. */
    byte[] bareKeyJson() {
        byte[] known = bareKeyJson;
        if (known == null) {
            known = TopicRouteData.fromJson(standardJson).toBareKeyJson();
            bareKeyJson = known;
        }
        return known;
    }
}
