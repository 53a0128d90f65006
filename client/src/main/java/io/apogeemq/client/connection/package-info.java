/**
 * What the producers and consumers of one client share: sockets, routes, heartbeats, one timer.
 *
 * <p>Door: {@link io.apogeemq.client.connection.ClientConnections}. {@link
 * io.apogeemq.client.connection.RouteCache} knows where topics are, {@link
 * io.apogeemq.client.connection.NameServers} asks for what it does not know, {@link
 * io.apogeemq.client.connection.HeartbeatLoop} tells brokers who is here.
 *
 * <p>Threads: one or two io threads ({@code <name>-io}), on which futures complete and callbacks come in
 * and which must never be blocked, and one timer thread ({@code <name>-timer}) for periodic work.
 */
package io.apogeemq.client.connection;
