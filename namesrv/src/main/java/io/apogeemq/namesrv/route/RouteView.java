package io.apogeemq.namesrv.route;

import static java.util.Objects.requireNonNull;

/**
 * What the name server adds to a route by its settings.
 *
 * <p>Threads: immutable.
 */
record RouteView(
        boolean withActingMaster, // a slave stands in for a master that is gone
        String orderConf) { // broker:queues;broker:queues, empty: none

    static final RouteView PLAIN = new RouteView(false, "");
    static final RouteView WITH_ACTING_MASTER = new RouteView(true, "");

    RouteView {
        requireNonNull(orderConf, "orderConf");
    }
}
