/**
 * How long messages are kept, and what happens when the disk gets full: old log files go, with them what
 * is derived from them; above a limit messages are refused until there is room again; small files always
 * have room, because some is kept for them.
 *
 * <p>Door: {@link io.apogeemq.store.retention.RetentionTask}. {@link
 * io.apogeemq.store.retention.RetentionPlan} decides, {@link
 * io.apogeemq.store.retention.DiskSpaceGuard} refuses.
 *
 * <p>Threads: {@code retention}; any thread may ask.
 */
package io.apogeemq.store.retention;
