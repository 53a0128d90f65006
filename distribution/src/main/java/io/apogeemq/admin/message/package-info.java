/**
 * Commands that send messages, read them without joining a group, and find single ones. Each class is
 * one command of {@link io.apogeemq.admin.Command}.
 *
 * <p>Threads: confined to the main thread.
 */
package io.apogeemq.admin.message;
