/**
 * Sending messages.
 *
 * <p>Door: {@link io.apogeemq.client.producer.Producer}. A send goes {@code Producer} (checks, room) →
 * {@code OutgoingMessage} (id, properties, compression; once) → {@code SendAttempt} (queue, call, answer,
 * again if it pays) → {@link io.apogeemq.client.producer.SendReceipt}.
 *
 * <p>Threads: the application's until the request is handed over, then io threads; waits between
 * attempts are the timer's.
 */
package io.apogeemq.client.producer;
