/**
 * Reading by queue: {@link io.apogeemq.store.read.ReadRequest} in, {@link
 * io.apogeemq.store.read.ReadResult} out. Records leave as leased slices of the mapped CommitLog; nothing
 * beyond the confirmed offset is ever handed out.
 */
package io.apogeemq.store.read;
