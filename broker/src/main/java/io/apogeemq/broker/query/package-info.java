/**
 * Finding single messages.
 *
 * <p>Doors: {@link io.apogeemq.broker.query.ViewMessageProcessor} by position, {@link
 * io.apogeemq.broker.query.QueryMessageProcessor} by key.
 *
 * <p>Threads: the admin executor, because a record may have to come from the disk.
 */
package io.apogeemq.broker.query;
