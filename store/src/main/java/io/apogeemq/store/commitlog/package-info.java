/**
 * The CommitLog: one append-only log of all messages in files of equal size. {@link
 * io.apogeemq.store.commitlog.CommitLog} is its door; {@link io.apogeemq.store.commitlog.RecordScanner}
 * walks and verifies what is stored, {@link io.apogeemq.store.commitlog.QueueOffsets} numbers the messages
 * of each queue.
 *
 * <p>Entered by io threads (append, slices), the dispatch thread (scanner) and recovery.
 */
package io.apogeemq.store.commitlog;
