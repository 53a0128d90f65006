package io.apogeemq.client.connection;

import static java.util.Objects.requireNonNull;

import io.apogeemq.client.error.BrokerRefusedException;
import io.apogeemq.client.error.NameServersUnreachableException;
import io.apogeemq.client.error.NoRouteException;
import io.apogeemq.common.concurrent.Clock;
import io.apogeemq.common.topic.TopicName;
import io.apogeemq.remoting.code.RequestCode;
import io.apogeemq.remoting.code.ResponseCode;
import io.apogeemq.remoting.command.RemotingCommand;
import io.apogeemq.remoting.json.WireJsonException;
import io.apogeemq.remoting.protocol.namesrv.ClusterInfo;
import io.apogeemq.remoting.protocol.route.BrokerData;
import io.apogeemq.remoting.protocol.route.GetRouteInfoRequestHeader;
import io.apogeemq.remoting.protocol.route.TopicRouteData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the topics of one client are: routes asked for once, kept, and refreshed.
 *
 * <pre>{@code
 * TopicRoute route = connections.routes().route("orders").get(3, SECONDS);
 * for (MessageQueue queue : route.subscribeQueues()) { ... }
 * }</pre>
 *
 * <p>A known route is never given up for nothing: while no NameServer answers, or those that do have
 * forgotten the topic (a restarted one has), the old route stays. Look-ups of one topic that overlap
 * share one request.
 *
 * <p>Threads: safe for any thread; reading a known route takes no lock. Futures complete on io threads.
 *
 * <p>Errors: futures fail with {@link NoRouteException}, whose kind says which remedy helps.
 */
public final class RouteCache {
    private static final Logger log = LoggerFactory.getLogger(RouteCache.class);

    /** Queues on each broker of a topic that the first send creates; peers use the same number. */
    private static final int MOST_TEMPLATE_QUEUES = 4;

    private final NameServers nameServers;
    private final Clock clock;
    private final ConcurrentMap<String, TopicRoute> routes = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, TopicRoute> templates = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CompletableFuture<TopicRoute>> lookUps =
            new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> askedNanos = new ConcurrentHashMap<>();
    private final List<RouteListener> listeners = new CopyOnWriteArrayList<>();

    RouteCache(NameServers nameServers, Clock clock) {
        this.clock = requireNonNull(clock, "clock");
        this.nameServers = requireNonNull(nameServers, "nameServers");
    }

    /** The route that is known now, without asking anybody. */
    public Optional<TopicRoute> cached(String topic) {
        return Optional.ofNullable(routes.get(topic));
    }

    /** The known route, or the one a NameServer gives. */
    public CompletableFuture<TopicRoute> route(String topic) {
        TopicRoute known = routes.get(topic);
        return known != null ? CompletableFuture.completedFuture(known) : refresh(topic);
    }

    /**
     * Asks the NameServers now; for whoever found that the known route is wrong. When that brings
     * nothing better, gives the known route again.
     */
    public CompletableFuture<TopicRoute> refresh(String topic) {
        CompletableFuture<TopicRoute> mine = new CompletableFuture<>();
        CompletableFuture<TopicRoute> running = lookUps.putIfAbsent(topic, mine);
        if (running != null) {
            return running.copy();
        }
        askedNanos.put(topic, clock.nanoTime());
        ask(topic)
                .handle((found, failure) -> settle(topic, found, failure))
                .whenComplete(
                        (route, failure) -> {
                            lookUps.remove(topic, mine);
                            if (failure != null) {
                                mine.completeExceptionally(cause(failure));
                            } else {
                                mine.complete(route);
                            }
                        });
        return mine.copy();
    }

    /** The route to send by, known now, without asking anybody; maybe one that creates the topic. */
    public Optional<TopicRoute> cachedForSending(String topic) {
        TopicRoute route = routes.get(topic);
        return Optional.ofNullable(route != null ? route : templates.get(topic));
    }

    /**
     * The route to send by. For a topic that does not exist, where brokers create topics on the first
     * send, a route over their brokers; see {@link TopicRoute#isTemplate}.
     */
    public CompletableFuture<TopicRoute> routeForSending(String topic) {
        Optional<TopicRoute> known = cachedForSending(topic);
        return known.isPresent()
                ? CompletableFuture.completedFuture(known.get())
                : refreshForSending(topic);
    }

    /** As {@link #refresh}, for senders. */
    public CompletableFuture<TopicRoute> refreshForSending(String topic) {
        return refresh(topic)
                .handle(
                        (route, failure) ->
                                failure == null
                                        ? CompletableFuture.completedFuture(route)
                                        : fromTemplate(topic, cause(failure)))
                .thenCompose(route -> route);
    }

    /**
     * Asks the NameServers soon, unless the topic was asked for within this time; for whoever found a
     * broker gone and goes on by the known route meanwhile.
     */
    public void refreshIfOlderThan(String topic, Duration age) {
        Long asked = askedNanos.get(topic);
        if (asked != null && clock.nanoTime() - asked < age.toNanos()) {
            return;
        }
        refreshForSending(topic)
                .whenComplete(
                        (route, failure) -> {
                            if (failure != null) {
                                log.debug(
                                        "route is not known topic={} reason={}",
                                        topic,
                                        failure.getMessage());
                            }
                        });
    }

    /** Every broker group of every known route, by name. */
    public Map<String, BrokerData> brokers() {
        Map<String, BrokerData> all = new TreeMap<>();
        for (TopicRoute route : templates.values()) {
            all.putAll(route.brokers());
        }
        for (TopicRoute route : routes.values()) {
            all.putAll(route.brokers());
        }
        return all;
    }

    /** One broker group of any known route. */
    public Optional<BrokerData> broker(String brokerName) {
        return Optional.ofNullable(brokers().get(brokerName));
    }

    /** Topics whose route is kept up to date. */
    public Set<String> topics() {
        Set<String> all = new TreeSet<>(routes.keySet());
        all.addAll(templates.keySet());
        return all;
    }

    /** Calls the listener after each change of a route, until the registration is closed. */
    public Registration onChange(RouteListener listener) {
        requireNonNull(listener, "listener");
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Asks for every known topic again. */
    void refreshAll() {
        for (String topic : topics()) {
            refresh(topic)
                    .whenComplete(
                            (route, failure) -> {
                                if (failure != null) {
                                    log.debug(
                                            "route is still not known topic={} reason={}",
                                            topic,
                                            failure.getMessage());
                                }
                            });
        }
    }

    /** The found route, or the known one, or the reason why there is none. */
    private TopicRoute settle(String topic, TopicRoute found, Throwable failure) {
        if (failure == null) {
            learn(found);
            return found;
        }
        TopicRoute known = routes.get(topic);
        Throwable reason = cause(failure);
        if (known == null) {
            throw new CompletionException(reason);
        }
        log.debug("keeping the known route topic={} reason={}", topic, reason.getMessage());
        return known;
    }

    private void learn(TopicRoute found) {
        TopicRoute before = routes.put(found.topic(), found);
        templates.remove(found.topic());
        if (before == null || !before.isSameAs(found)) {
            announce(found);
        }
    }

    private void announce(TopicRoute changed) {
        log.info(
                "route changed topic={} brokers={} publishQueues={} subscribeQueues={}",
                changed.topic(),
                changed.brokers().keySet(),
                changed.publishQueues().size(),
                changed.subscribeQueues().size());
        for (RouteListener listener : listeners) {
            try {
                listener.onRouteChanged(changed);
            } catch (RuntimeException e) { // one listener's fault is not the others'
                log.error("route listener failed topic={}", changed.topic(), e);
            }
        }
    }

    private CompletableFuture<TopicRoute> ask(String topic) {
        return nameServers
                .call(() -> routeRequest(topic))
                .handle(
                        (response, failure) -> {
                            if (failure != null) {
                                throw unreachable(topic, cause(failure));
                            }
                            return TopicRoute.of(topic, read(topic, response));
                        });
    }

    private static RemotingCommand routeRequest(String topic) {
        return RemotingCommand.request(
                RequestCode.GET_ROUTEINFO_BY_TOPIC,
                new GetRouteInfoRequestHeader(topic, true, "", false));
    }

    private TopicRouteData read(String topic, RemotingCommand response) {
        try {
            if (response.code() == ResponseCode.SUCCESS) {
                return TopicRouteData.fromJson(response.bodyBytes());
            }
            if (response.code() == ResponseCode.TOPIC_NOT_EXIST) {
                throw NoRouteException.topicMissing(topic, nameServers.addresses());
            }
            throw new BrokerRefusedException(
                    "route of topic '" + topic + "'",
                    nameServers.addresses(),
                    response.code(),
                    response.remark());
        } catch (WireJsonException e) {
            throw NoRouteException.noUsableBroker(
                    topic,
                    "the NameServers '"
                            + nameServers.addresses()
                            + "' answered with a body that is no route: "
                            + e.getMessage());
        } finally {
            response.release();
        }
    }

    private static RuntimeException unreachable(String topic, Throwable reason) {
        if (reason instanceof NameServersUnreachableException unreachable) {
            return NoRouteException.unreachable(topic, unreachable);
        }
        return new CompletionException(reason);
    }

    private CompletableFuture<TopicRoute> fromTemplate(String topic, Throwable reason) {
        TopicRoute known = templates.get(topic);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        if (!isTopicMissing(reason)) {
            return CompletableFuture.failedFuture(reason);
        }
        return ask(TopicName.AUTO_CREATE_TEMPLATE)
                .handle(
                        (template, failure) -> {
                            if (failure == null) {
                                return CompletableFuture.completedFuture(
                                        learnTemplate(topic, template));
                            }
                            return isTopicMissing(cause(failure))
                                    ? this.<TopicRoute>tellWhyMissing(topic, reason)
                                    : CompletableFuture.<TopicRoute>failedFuture(cause(failure));
                        })
                .thenCompose(route -> route);
    }

    private TopicRoute learnTemplate(String topic, TopicRoute template) {
        TopicRoute route = TopicRoute.fromTemplate(topic, template.data(), MOST_TEMPLATE_QUEUES);
        if (route.publishQueues().isEmpty()) {
            throw NoRouteException.noUsableBroker(
                    topic,
                    "it does not exist yet, and no broker that creates topics has a master now");
        }
        templates.put(topic, route);
        announce(route);
        return route;
    }

    /** Without any broker the remedy is to start one, not to create the topic. */
    private <T> CompletableFuture<T> tellWhyMissing(String topic, Throwable missing) {
        return nameServers
                .call(() -> RemotingCommand.request(RequestCode.GET_BROKER_CLUSTER_INFO, out -> {}))
                .handle(
                        (response, failure) -> {
                            boolean noBroker = failure == null && isEmptyCluster(response);
                            throw noBroker
                                    ? NoRouteException.noBroker(topic, nameServers.addresses())
                                    : new CompletionException(missing);
                        });
    }

    private static boolean isEmptyCluster(RemotingCommand response) {
        try {
            return response.code() == ResponseCode.SUCCESS
                    && ClusterInfo.fromJson(response.bodyBytes()).brokerAddrTable().isEmpty();
        } catch (WireJsonException e) {
            return false; // then the topic's own error is the better one
        } finally {
            response.release();
        }
    }

    private static boolean isTopicMissing(Throwable failure) {
        return failure instanceof NoRouteException noRoute
                && noRoute.kind() == NoRouteException.Kind.TOPIC_MISSING;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
