/**
 * Connections and the threads that serve them: what server and client have in common.
 *
 * <p>Doors: {@link io.apogeemq.remoting.transport.EventLoops} (the io threads) and {@link
 * io.apogeemq.remoting.transport.Connection} (a peer that can be called, whoever opened the
 * connection). A connection's frames are decoded, dispatched and encoded on one io thread; other
 * threads hand commands over through a queue that is drained in batches, with one flush a batch.
 */
package io.apogeemq.remoting.transport;
