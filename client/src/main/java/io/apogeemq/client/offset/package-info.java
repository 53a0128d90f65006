/**
 * Where a group's progress is kept, on the brokers or in a local file, and where a group without
 * progress starts.
 *
 * <p>Door: {@link io.apogeemq.client.offset.ConsumeOffsets}. The present progress of a queue belongs
 * to whoever consumes it; this package only stores and finds it again.
 *
 * <p>Threads: the types say so; nothing here has a thread of its own.
 */
package io.apogeemq.client.offset;
