/**
 * Commands about consumer groups: creating, changing and deleting them, who is connected, how far
 * they have come. Each class is one command of {@link io.apogeemq.admin.Command}.
 *
 * <p>Threads: confined to the main thread.
 */
package io.apogeemq.admin.group;
