/**
 * What goes through the broker: counters of messages and bytes by topic and group, and how many of
 * them per second.
 *
 * <p>Door: {@link io.apogeemq.broker.stats.BrokerStats}. The send and pull paths count; a scheduler
 * task samples what changed; administration reads.
 *
 * <p>Threads: counted on io threads without a lock, sampled by one scheduler task.
 */
package io.apogeemq.broker.stats;
