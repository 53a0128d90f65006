/**
 * Forcing the CommitLog to disk: {@link io.apogeemq.store.flush.FlushConfig} says when, the flush
 * thread does it, and the <em>flushed</em> watermark tells who waits.
 */
package io.apogeemq.store.flush;
