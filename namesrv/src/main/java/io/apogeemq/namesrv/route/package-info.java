/**
 * Where topics are: brokers register and stay alive here, clients ask for routes.
 *
 * <p>Doors: {@link io.apogeemq.namesrv.route.RouteTable} holds the registry as one immutable snapshot
 * after the other, {@link io.apogeemq.namesrv.route.BrokerLiveness} knows when each broker was last
 * heard of; the processors answer the requests around them.
 *
 * <p>Threads: the table is changed on the registry thread only ({@link
 * io.apogeemq.namesrv.route.RegistryThread}); any thread reads, without a lock.
 */
package io.apogeemq.namesrv.route;
