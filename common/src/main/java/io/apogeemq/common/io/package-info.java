/**
 * Names and files: what comes from outside before it becomes a path, and small files replaced whole.
 *
 * <p>Door: {@link io.apogeemq.common.io.SafePath} and {@link io.apogeemq.common.io.AtomicFile}.
 *
 * <p>Threads: no state is kept here; who writes a file is its owner's matter.
 */
package io.apogeemq.common.io;
