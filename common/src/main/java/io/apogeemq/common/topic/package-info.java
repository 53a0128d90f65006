/**
 * Topics: their names, settings, permissions and queues.
 *
 * <p>Door: {@link io.apogeemq.common.topic.TopicName} (what a name may look like, which names the
 * broker keeps for itself), {@link io.apogeemq.common.topic.TopicConfig} (the settings of one topic)
 * and {@link io.apogeemq.common.topic.MessageQueue} (one queue of one topic on one broker). The text
 * and JSON forms on the wire and on disk belong to the modules that write them.
 *
 * <p>Threads: immutable values and pure functions, safe for any thread.
 */
package io.apogeemq.common.topic;
