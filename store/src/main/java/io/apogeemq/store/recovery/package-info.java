/**
 * From the files a store left behind to one that takes messages again. {@link
 * io.apogeemq.store.recovery.StoreOpener} is the list of what happens in which order; the other classes are
 * its steps. The log is the truth; queues are trusted below a position that was forced, and built again
 * from there.
 *
 * <p>Runs on the thread that opens the store, before any other.
 */
package io.apogeemq.store.recovery;
