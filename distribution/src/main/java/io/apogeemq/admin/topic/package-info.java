/**
 * Commands about topics: creating, changing and deleting them, where they are, how full their
 * queues are. Each class is one command of {@link io.apogeemq.admin.Command}.
 *
 * <p>Threads: confined to the main thread.
 */
package io.apogeemq.admin.topic;
