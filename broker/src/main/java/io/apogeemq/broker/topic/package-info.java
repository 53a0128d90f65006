/**
 * Topics of this broker: their settings, how they come to be, and the requests about them.
 *
 * <p>Door: {@link io.apogeemq.broker.topic.TopicConfigs} (the table, read for every message) and
 * {@link io.apogeemq.broker.topic.SystemTopics} (the names that the broker keeps for itself).
 *
 * <p>Threads: looked up on io threads; changed on admin threads, because a change is written to disk.
 */
package io.apogeemq.broker.topic;
