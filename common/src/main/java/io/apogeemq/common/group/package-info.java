/**
 * Consumer and producer groups: their names, settings and modes.
 *
 * <p>Door: {@link io.apogeemq.common.group.GroupName} (legal names, retry and dead-letter topics) and
 * {@link io.apogeemq.common.group.SubscriptionGroupConfig} (the settings of one consumer group). The
 * enums carry the names that travel in heartbeats; unknown names of newer peers read as the default.
 *
 * <p>Threads: immutable values and pure functions, safe for any thread.
 */
package io.apogeemq.common.group;
