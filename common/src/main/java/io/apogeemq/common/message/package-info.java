/**
 * Messages: what applications send, what brokers store, and the byte forms between.
 *
 * <p>Door: {@link io.apogeemq.common.message.Message} (to be sent), {@link
 * io.apogeemq.common.message.MessageExt} (as stored), {@link
 * io.apogeemq.common.message.RecordDecoder}, {@link io.apogeemq.common.message.BatchDecoder} and
 * {@link io.apogeemq.common.message.MessageProperties} for the byte forms, {@link
 * io.apogeemq.common.message.PropertyScanner} for reading one property of a stored record without
 * allocating.
 *
 * <p>Threads: values are immutable, functions are pure; the two cursors belong to one thread.
 *
 * <p>Errors: bytes from outside that break a format are a {@link
 * io.apogeemq.common.message.RecordFormatException}; lengths are checked before anything is allocated
 * by them.
 */
package io.apogeemq.common.message;
