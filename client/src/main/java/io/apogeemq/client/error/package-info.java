/**
 * What a client tells its application when something cannot be done.
 *
 * <p>Door: {@link io.apogeemq.client.error.ClientException}, the parent. Each child is one situation
 * that an application may want to tell from the others; its text says what was asked, which value or
 * address is at fault, and what to do. {@link io.apogeemq.client.error.ClientException#category()} tells
 * whether trying again can help.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.client.error;
