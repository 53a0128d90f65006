/**
 * ConsumeQueues: per topic and queue id a dense array of fixed-size entries that point into the CommitLog.
 * Door: {@link io.apogeemq.store.queue.ConsumeQueueTable}.
 *
 * <p>Many queues, few open files: an idle queue costs one small object. Tails are kept in memory and
 * written in batches.
 *
 * <p>Entered by the dispatch thread (add), the checkpoint thread (write out, force) and any reader.
 */
package io.apogeemq.store.queue;
