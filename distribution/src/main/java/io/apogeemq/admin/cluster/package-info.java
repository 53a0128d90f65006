/**
 * Commands about brokers: which there are and how each of them is. Each class is one command of
 * {@link io.apogeemq.admin.Command}.
 *
 * <p>Threads: confined to the main thread.
 */
package io.apogeemq.admin.cluster;
