package io.apogeemq.namesrv.route;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The settings of routes and registrations. All can change while the server runs, so they are asked
 * for per request.
 *
 * <p>Threads: immutable.
 */
public record RouteRules(
        boolean supportActingMaster, // a slave may stand in for its master
        boolean enableAllTopicList,
        boolean enableTopicList,
        boolean deleteTopicWithBrokerRegistration,
        boolean orderMessageEnable, // routes carry the order settings
        boolean returnOrderTopicConfigToBroker,
        Duration waitForBrokers) { // no route is given so soon after the start; zero: at once

    public RouteRules {
        requireNonNull(waitForBrokers, "waitForBrokers");
    }

    /** What a name server does that nobody has configured. */
    public static final RouteRules DEFAULT =
            new RouteRules(false, true, true, false, false, true, Duration.ZERO);
}
