/**
 * Finding single messages.
 *
 * <p>Door: {@link io.apogeemq.broker.query.ViewMessageProcessor}.
 *
 * <p>Threads: the admin executor, because a record may have to come from the disk.
 */
package io.apogeemq.broker.query;
