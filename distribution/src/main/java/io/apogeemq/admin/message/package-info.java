/**
 * Commands that send messages and read them without joining a group. Each class is one command of
 * {@link io.apogeemq.admin.Command}.
 *
 * <p>Threads: confined to the main thread.
 */
package io.apogeemq.admin.message;
