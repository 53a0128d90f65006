/**
 * Commands that send messages, read them without joining a group, and find single ones. Commands are of type
 * {@link io.apogeemq.admin.Command}.
 *
 * <p>Threads: confined to the main thread.
 */
package io.apogeemq.admin.message;
