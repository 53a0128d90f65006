/**
 * What an application depends on: producers, consumers and administration over RocketMQ's protocol.
 *
 * <p>Doors: {@code producer.Producer}, the consumers of {@code consumer}, and {@link
 * io.apogeemq.client.connection.ClientConnections}, which they share. Errors are the types of {@link
 * io.apogeemq.client.error}. Nothing here is static or global: two clients in one process know nothing
 * of each other, and nothing is written to disk by producers.
 */
package io.apogeemq.client;
