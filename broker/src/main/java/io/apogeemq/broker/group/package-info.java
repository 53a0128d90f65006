/**
 * Consumer and producer groups: who is connected, the settings of groups, and the locks on queues
 * that orderly consumers hold.
 *
 * <p>Door: {@link io.apogeemq.broker.group.ConsumerGroups}, which the pull path asks for
 * subscriptions, and {@link io.apogeemq.broker.group.GroupConfigs}. Heartbeats fill the first,
 * administrators and first heartbeats the second.
 *
 * <p>Threads: io threads bring heartbeats and look up; a scheduler task expires silent clients; group
 * settings are written by the admin executor.
 */
package io.apogeemq.broker.group;
