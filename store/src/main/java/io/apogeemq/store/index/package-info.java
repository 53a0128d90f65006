/**
 * Finding messages by topic and key: files of hash chains that RocketMQ can read too.
 *
 * <p>{@link io.apogeemq.store.index.MessageIndex} is the door: fed by the dispatch thread, forced by the
 * checkpoint thread, searched by any. It is derived data: whatever is missing or damaged is built again
 * from the log while the broker serves, and no trouble with it ever stops a message.
 */
package io.apogeemq.store.index;
