/**
 * The store: {@link io.apogeemq.store.MessageStore} is its door.
 *
 * <p>A CommitLog holds every message; ConsumeQueues are derived from it. Independent of the network: it
 * takes {@code ByteBuffer}s and gives leased slices of its mapped files.
 *
 * <p>Entered by io threads (append, read) and by whoever opens and closes it; it owns the threads {@code
 * flush}, {@code dispatch}, {@code preallocate} and {@code checkpoint}.
 */
package io.apogeemq.store;
