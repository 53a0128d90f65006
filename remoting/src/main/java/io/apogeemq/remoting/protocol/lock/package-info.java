/**
 * Headers and bodies of locking queues for orderly consumption; {@link
 * io.apogeemq.remoting.protocol.lock.LockBatchRequestBody} is a good start.
 *
 * <p>Names, types and defaults follow the wire spec. In headers an empty text is an absent field.
 *
 * <p>Threads: immutable values, safe for any thread.
 */
package io.apogeemq.remoting.protocol.lock;
