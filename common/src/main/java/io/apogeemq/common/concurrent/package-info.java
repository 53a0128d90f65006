/**
 * The few tools by which threads get time, wait and hand over.
 *
 * <p>Door: {@link io.apogeemq.common.concurrent.Clock} (the seam for time; tests drive a manual one),
 * {@link io.apogeemq.common.concurrent.Deadline} and {@link
 * io.apogeemq.common.concurrent.BoundedExecutor}. Nothing here starts a thread that its owner does not
 * close.
 */
package io.apogeemq.common.concurrent;
