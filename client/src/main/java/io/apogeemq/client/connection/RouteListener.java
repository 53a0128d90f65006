package io.apogeemq.client.connection;

/** Hears of routes that became known or changed. Called on an io thread: hand over and return. */
@FunctionalInterface
public interface RouteListener {
    /** The route of a topic is another one now. */
    void onRouteChanged(TopicRoute route);
}
